import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { act } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { NotDone } from '../acts/not-done.tsx';
import { moment } from '../when.ts';
import { t } from '../words.ts';

type Worn = Me['worn'][number];

/** The roles put on for a while, with the time that is left, and the way out: always in sight. @fr rôles endossés */
export function WornRoles({ worn }: { worn: readonly Worn[] }) {
  if (worn.length === 0) return null;
  return (
    <section className="worn" aria-label={t('worn.label')}>
      <ul>
        {worn.map((each) => (
          <WornRole key={each.id} worn={each} />
        ))}
      </ul>
    </section>
  );
}

function WornRole({ worn: { id, role, organisation, until } }: { worn: Worn }) {
  const queries = useQueryClient();
  const left = useSecondsLeft(until);
  const ending = useMutation({ mutationFn: () => act(`elevations/${id}/end`, {}), onSettled: () => queries.invalidateQueries() });
  useEffect(() => {
    if (left === 0) void queries.invalidateQueries();
  }, [left, queries]);
  return (
    <li>
      <span>
        {t('worn.role', { role: role.name, organisation: organisation.name })}{' '}
        <span role="timer" aria-label={t('worn.until', { moment: moment(until) })}>
          {t('worn.left', { time: clockOf(left) })}
        </span>
      </span>
      <button type="button" className="button quiet small" onClick={() => ending.mutate()} aria-disabled={ending.isPending}>
        {t('worn.end')}
      </button>
      {ending.error && <NotDone error={ending.error} close={() => ending.reset()} />}
    </li>
  );
}

/** Counted down once a second; the service alone decides when it is over. */
function useSecondsLeft(until: string): number {
  const count = () => Math.max(0, Math.ceil((new Date(until).getTime() - Date.now()) / 1000));
  const [left, setLeft] = useState(count);
  useEffect(() => {
    const timer = setInterval(() => setLeft(count()), 1000);
    return () => clearInterval(timer);
  });
  return left;
}

const clockOf = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
