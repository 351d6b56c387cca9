import { Link } from 'react-router';
import { useDoubts } from '../api/queries.ts';
import type { Doubt } from '../api/types.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { t, wordFor } from '../words.ts';

/** People set aside because something about who they are does not fit. @fr identités à vérifier */
export function DoubtsRoom() {
  useTitle(t('doubts.title'));
  const doubts = useDoubts();
  const waiting = doubts.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <h1>{t('doubts.title')}</h1>
      {doubts.isPending && <Loading />}
      {doubts.error && !doubts.data && <Failed problem={doubts.error} retry={() => void doubts.refetch()} level="h2" />}
      {doubts.data && waiting.length === 0 && (
        <Empty title={t('doubts.empty-title')}>
          <p>{t('doubts.empty-text')}</p>
        </Empty>
      )}
      {waiting.length > 0 && (
        <>
          <p className="lead">{t('doubts.lead')}</p>
          <ul className="requests" aria-label={t('doubts.list')}>
            {waiting.map((each) => (
              <DoubtItem key={each.id} entry={each} />
            ))}
          </ul>
        </>
      )}
      {doubts.hasNextPage && (
        <button type="button" className="button secondary" onClick={() => void doubts.fetchNextPage()} disabled={doubts.isFetchingNextPage}>
          {t('doubts.more')}
        </button>
      )}
    </>
  );
}

function DoubtItem({ entry }: { entry: Doubt }) {
  const { id, givenName, familyName, doubt, upstream, organisation, since } = entry;
  const name = `${givenName} ${familyName}`;
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          <Link to={`/doubts/${id}`}>{name}</Link>
        </h2>
        <p>{t(`doubt.${doubt}`, { upstream: wordFor('upstream', upstream) })}</p>
        <p className="hint">{[organisation?.name, t('doubts.since', { day: day(since) })].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="request-acts">
        <Link className="button secondary" to={`/doubts/${id}`} aria-label={t('doubts.compare-named', { name })}>
          {t('doubts.compare')}
        </Link>
      </div>
    </li>
  );
}
