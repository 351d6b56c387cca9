import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { NotDone } from '../acts/not-done.tsx';
import { act } from '../api/client.ts';
import { useStructureGrants, type StructureGrant } from '../api/entitlements.ts';
import { useRefresh } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { ProposeRole } from '../entitlements/propose-role.tsx';
import { Badge, type Tone } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { say } from '../shell/toasts.tsx';
import { day } from '../when.ts';
import { t } from '../words.ts';
import { Pages } from './role-requests.tsx';

const TONE = {
  ...{ proposed: 'warning', expired: 'info', refused: 'info', coming: 'warning' },
  ...{ counts: 'success', over: 'info', revoked: 'info' },
} as const satisfies Record<StructureGrant['state'], Tone>;

/** Roles that the members of a structure hold, and those that wait for a second person. @fr rôles des structures */
export function StructureGrantsRoom({ me }: { me: Me }) {
  useTitle(t('structure-grants.title'));
  const [page, setPage] = useState(1);
  const found = useStructureGrants(page);
  const items = found.data?.items ?? [];
  return (
    <>
      <h1>{t('structure-grants.title')}</h1>
      <p className="lead">{t('structure-grants.lead')}</p>
      {me.acts.grant.length > 0 && <ProposeRole me={me} to="structure" />}
      {found.isPending && <Loading />}
      {found.error && !found.data && <Failed problem={found.error} retry={() => void found.refetch()} level="h2" />}
      {found.data && items.length === 0 && (
        <Empty title={t('structure-grants.empty-title')}>
          <p>{t('structure-grants.empty-text')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <ul className="requests" aria-label={t('structure-grants.title')}>
          {items.map((each) => (
            <Item key={each.id} grant={each} />
          ))}
        </ul>
      )}
      <Pages page={page} more={found.data?.more ?? false} go={setPage} />
    </>
  );
}

function Item({ grant }: { grant: StructureGrant }) {
  const { id, structure, role, organisation, until, by, approvedBy, state, reached, mine, mayWithdraw } = grant;
  const refresh = useRefresh();
  const answering = useMutation({
    mutationFn: (agree: boolean) => act(`structure-grants/${id}/${agree ? 'approve' : 'withdraw'}`, agree ? {} : { why: 'end-of-duties' }),
    onSuccess: async () => {
      say({ text: t('structure-grants.answered', { role: role.name, structure: structure.name }) });
      await refresh();
    },
  });
  const names = { role: role.name, structure: structure.name };
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          {t('structure-grants.of', names)} <Badge tone={TONE[state]}>{t(`structure-grants.${state}`)}</Badge>
        </h2>
        <p>
          {organisation.name}
          {until && `, ${t('grant.until', { day: day(until) })}`} · {t('structure-grants.members', { count: reached.members })}
          {reached.apart > 0 && ` · ${t('structure-grants.apart', { count: reached.apart })}`}
        </p>
        <p className="hint">
          {t('structure-grants.by', { who: by.name })}
          {approvedBy && ` · ${t('structure-grants.agreed-by', { who: approvedBy.name })}`}
        </p>
      </div>
      {(mine || mayWithdraw) && (
        <div className="request-acts">
          {answering.error && <NotDone error={answering.error} close={() => answering.reset()} />}
          {mine && (
            <button
              type="button"
              className="button"
              onClick={() => answering.mutate(true)}
              aria-disabled={answering.isPending}
              aria-label={t('structure-grants.agree-named', names)}
            >
              {t('role-requests.agree')}
            </button>
          )}
          {mayWithdraw && (
            <button
              type="button"
              className="button secondary"
              onClick={() => answering.mutate(false)}
              aria-disabled={answering.isPending}
              aria-label={t('structure-grants.withdraw-named', names)}
            >
              {t(state === 'proposed' ? 'role-requests.refuse' : 'grant.revoke')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
