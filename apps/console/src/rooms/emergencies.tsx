import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { NotDone } from '../acts/not-done.tsx';
import { act } from '../api/client.ts';
import { useEmergencies, type Emergency, type EmergencyCounts } from '../api/entitlements.ts';
import { useRefresh } from '../api/queries.ts';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { say } from '../shell/toasts.tsx';
import { day, moment } from '../when.ts';
import { t, wordFor } from '../words.ts';
import { Pages } from './role-requests.tsx';

const TONE = { 'to-review': 'warning', late: 'danger', reviewed: 'info' } as const;
const FINDINGS = ['justified', 'mistake', 'abuse'] as const;

/** Files opened without need to know, and what their reviews found. @fr accès en urgence */
export function EmergenciesRoom() {
  useTitle(t('emergencies.title'));
  const [page, setPage] = useState(1);
  const emergencies = useEmergencies(page);
  const items = emergencies.data?.items ?? [];
  return (
    <>
      <h1>{t('emergencies.title')}</h1>
      {emergencies.isPending && <Loading />}
      {emergencies.error && !emergencies.data && <Failed problem={emergencies.error} retry={() => void emergencies.refetch()} level="h2" />}
      {emergencies.data && items.length === 0 && (
        <Empty title={t('emergencies.empty-title')}>
          <p>{t('emergencies.empty-text')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <>
          <p className="lead">{t('emergencies.lead')}</p>
          <Counts counts={emergencies.data!.counts} />
          <ul className="requests" aria-label={t('emergencies.title')}>
            {items.map((each) => (
              <EmergencyItem key={each.id} entry={each} />
            ))}
          </ul>
        </>
      )}
      <Pages page={page} more={emergencies.data?.more ?? false} go={setPage} />
    </>
  );
}

const COUNTED = ['opened', 'late', 'justified', 'mistake', 'abuse'] as const;
/** Each figure with its noun, which agrees with it. */
const counted = (counts: Record<(typeof COUNTED)[number], number>) =>
  Object.fromEntries(COUNTED.map((each) => [each, t(`emergencies.counted-${each}`, { count: counts[each] })]));

/** A year in figures, in all and for each portal; what is late stands out. */
function Counts({ counts: { portals, ...all } }: { counts: EmergencyCounts }) {
  return (
    <>
      <p role="status">
        {t('emergencies.counts', counted(all))}{' '}
        {all.late > 0 && <Badge tone="danger">{t('emergencies.counted-late', { count: all.late })}</Badge>}
      </p>
      <ul className="hint" aria-label={t('emergencies.by-portal')}>
        {portals.map((each) => (
          <li key={each.portal}>{t('emergencies.portal-counts', { portal: each.portal, ...counted(each) })}</li>
        ))}
      </ul>
    </>
  );
}

function EmergencyItem({ entry }: { entry: Emergency }) {
  const { id, person, portal, thing, motive, openedAt, until, reviewBy, state, finding, reviewedBy, recent, abuses, mine, assurance } =
    entry;
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          <Link to={`/members/${person.id}`}>{person.name}</Link> <Badge tone={TONE[state]}>{t(`emergencies.${state}`)}</Badge>
        </h2>
        <p>{t('emergencies.opened', { portal, from: moment(openedAt), until: moment(until) })}</p>
        <p className="hint">
          {[
            wordFor('motive', motive),
            t('emergencies.thing', { thing }),
            assurance === null ? t('emergencies.assurance-untold') : t('emergencies.assurance', { level: assurance }),
            t('emergencies.recent', { count: recent }),
            abuses > 0 && t('emergencies.abuses', { count: abuses }),
            state !== 'reviewed' && t('emergencies.review-by', { day: day(reviewBy) }),
            finding && t(`emergencies.found-${finding}`, { who: reviewedBy?.name ?? '' }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {mine && <Review id={id} name={person.name} />}
    </li>
  );
}

function Review({ id, name }: { id: string; name: string }) {
  const refresh = useRefresh();
  const reviewing = useMutation({
    mutationFn: (finding: string) => act(`emergencies/${id}/review`, { finding }),
    onSuccess: async () => {
      say({ text: t('emergencies.done', { name }) });
      await refresh();
    },
  });
  return (
    <div className="request-acts" role="group" aria-label={t('emergencies.conclude', { name })}>
      {reviewing.error && <NotDone error={reviewing.error} close={() => reviewing.reset()} />}
      {FINDINGS.map((finding) => (
        <button
          key={finding}
          type="button"
          className={finding === 'abuse' ? 'button danger' : 'button secondary'}
          onClick={() => reviewing.mutate(finding)}
          aria-disabled={reviewing.isPending}
        >
          {t(`emergencies.${finding}`)}
        </button>
      ))}
    </div>
  );
}
