import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { NotDone } from '../acts/not-done.tsx';
import { act } from '../api/client.ts';
import { useReasons, useRefresh } from '../api/queries.ts';
import { useDerogations, type Derogation } from '../api/registers.ts';
import type { Me } from '../api/types.ts';
import { NewDerogation } from '../registers/new-derogation.tsx';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { say } from '../shell/toasts.tsx';
import { day } from '../when.ts';
import { inOurLanguage, t } from '../words.ts';
import { Pages } from './role-requests.tsx';

const TONE = { 'in-force': 'warning', ending: 'danger', over: 'info', ended: 'info' } as const;

/** What is allowed against a rule, for whom, until when. @fr registre des dérogations */
export function DerogationsRoom({ me }: { me: Me }) {
  useTitle(t('derogations.title'));
  const [page, setPage] = useState(1);
  const found = useDerogations(page);
  const items = found.data?.items ?? [];
  const places = me.organisations.filter(({ id }) => found.data?.mayAllow.includes(id));
  return (
    <>
      <header className="card-head">
        <h1>{t('derogations.title')}</h1>
        <a className="button secondary small" href="/api/console/v1/derogations/export" download>
          {t('reviews.csv')}
        </a>
      </header>
      <p className="lead">{t('derogations.lead')}</p>
      {places.length > 0 && <NewDerogation places={places} />}
      {found.isPending && <Loading />}
      {found.error && !found.data && <Failed problem={found.error} retry={() => void found.refetch()} level="h2" />}
      {found.data && items.length === 0 && (
        <Empty title={t('derogations.empty-title')}>
          <p>{t('derogations.empty-text')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <ul className="requests" aria-label={t('derogations.title')}>
          {items.map((each) => (
            <DerogationCard key={each.id} derogation={each} />
          ))}
        </ul>
      )}
      <Pages page={page} more={found.data?.more ?? false} go={setPage} />
    </>
  );
}

function DerogationCard({ derogation }: { derogation: Derogation }) {
  const { id, person, organisation, exception, why, measures, from, until, allowedBy, state, mayEnd } = derogation;
  const refresh = useRefresh();
  const reasons = useReasons().data?.acts['derogation'] ?? [];
  const reason = reasons.find(({ code }) => code === why);
  const ending = useMutation({
    mutationFn: () => act(`derogations/${id}/end`, {}),
    onSuccess: async () => {
      say({ text: t('derogations.done', { name: person.name }) });
      await refresh();
    },
  });
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          <Link to={`/members/${person.id}`}>{person.name}</Link> <Badge tone={TONE[state]}>{t(`derogations.${state}`)}</Badge>
        </h2>
        <p>{exception}</p>
        <p>{t('derogations.made-up', { measures })}</p>
        <p className="hint">
          {[
            organisation.name,
            reason ? inOurLanguage(reason) : why,
            t('derogations.period', { from: day(from), until: day(until) }),
            t('derogations.by', { who: allowedBy.name }),
          ].join(' · ')}
        </p>
      </div>
      {mayEnd && (
        <div className="request-acts">
          {ending.error && <NotDone error={ending.error} close={() => ending.reset()} />}
          <button
            type="button"
            className="button secondary"
            onClick={() => ending.mutate()}
            aria-disabled={ending.isPending}
            aria-label={t('derogations.end-named', { name: person.name })}
          >
            {t('derogations.end')}
          </button>
        </div>
      )}
    </li>
  );
}
