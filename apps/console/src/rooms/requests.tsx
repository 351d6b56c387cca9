import { useState } from 'react';
import { Link } from 'react-router';
import { ActDialog } from '../acts/act-dialog.tsx';
import type { Doing } from '../acts/acts.ts';
import { takeUp } from '../acts/come-back.ts';
import { useRequests } from '../api/queries.ts';
import type { Request } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { t, wordFor } from '../words.ts';

/** The queue: people who signed in and wait for an answer. @fr demandes */
export function RequestsRoom() {
  useTitle(t('requests.title'));
  const requests = useRequests();
  const [doing, setDoing] = useState<Doing | null>(takeUp);
  const waiting = requests.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <h1>{t('requests.title')}</h1>
      {requests.isPending && <Loading />}
      {requests.error && !requests.data && <Failed problem={requests.error} retry={() => void requests.refetch()} level="h2" />}
      {requests.data && waiting.length === 0 && (
        <Empty title={t('requests.empty-title')}>
          <p>{t('requests.empty-text')}</p>
        </Empty>
      )}
      {waiting.length > 0 && (
        <>
          <p className="lead">{t('requests.lead')}</p>
          <ul className="requests" aria-label={t('requests.list')}>
            {waiting.map((each) => (
              <RequestItem key={`${each.account} ${each.organisation.id}`} request={each} begin={setDoing} />
            ))}
          </ul>
        </>
      )}
      {requests.hasNextPage && (
        <button
          type="button"
          className="button secondary"
          onClick={() => void requests.fetchNextPage()}
          disabled={requests.isFetchingNextPage}
        >
          {t('requests.more')}
        </button>
      )}
      <ActDialog doing={doing} close={() => setDoing(null)} />
    </>
  );
}

function RequestItem({ request, begin }: { request: Request; begin: (doing: Doing) => void }) {
  const { account, version, givenName, familyName, organisation, profile } = request;
  const name = `${givenName} ${familyName}`;
  const asked = (act: 'approve' | 'refuse') => () =>
    begin({ act, account, version, name, organisation: organisation.id, organisations: [organisation] });
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          <Link to={`/members/${account}`}>{name}</Link>
        </h2>
        {profile?.activities.slice(0, 2).map((each) => (
          <p key={each}>{each}</p>
        ))}
        <p className="hint">{asks(request)}</p>
        <p className="badges">
          {request.doubted && <Badge tone="warning">{t('requests.doubted')}</Badge>}
          {request.namesakes > 0 && <Badge tone="warning">{t('requests.namesakes', { count: request.namesakes })}</Badge>}
        </p>
      </div>
      <div className="request-acts">
        <button type="button" className="button" onClick={asked('approve')} aria-label={`${t('act.approve')} ${name}`}>
          {t('act.approve')}
        </button>
        <button type="button" className="button secondary" onClick={asked('refuse')} aria-label={`${t('act.refuse')} ${name}`}>
          {t('act.refuse')}
        </button>
      </div>
    </li>
  );
}

function asks({ organisation, since, profile }: Request): string {
  const values = { organisation: organisation.name, day: day(since) };
  return profile ? t('requests.asks-via', { ...values, upstream: wordFor('upstream', profile.upstream) }) : t('requests.asks', values);
}
