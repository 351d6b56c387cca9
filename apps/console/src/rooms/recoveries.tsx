import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useKept } from '../acts/come-back.ts';
import { NotDone } from '../acts/not-done.tsx';
import { act, read } from '../api/client.ts';
import type { RecoveryRequest } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { moment } from '../when.ts';
import { t, wordFor } from '../words.ts';
import { Pages } from './role-requests.tsx';

const TONE = { waiting: 'warning', granted: 'info', opened: 'success', stopped: 'danger', refused: 'danger' } as const;

/** People who lost everything they sign in with, and wait for two answers. @fr demandes de secours */
export function RecoveriesRoom() {
  useTitle(t('recoveries.title'));
  const [page, setPage] = useState(1);
  const found = useQuery({
    queryKey: ['recoveries', page],
    queryFn: ({ signal }) => read<{ items: RecoveryRequest[]; more: boolean }>(`recoveries?page=${page}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  return (
    <>
      <h1>{t('recoveries.title')}</h1>
      <p className="lead">{t('recoveries.lead')}</p>
      {found.isPending && <Loading />}
      {found.error && <Failed problem={found.error} retry={() => void found.refetch()} level="h2" />}
      {found.data?.items.length === 0 && (
        <Empty title={t('recoveries.empty-title')}>
          <p>{t('recoveries.empty-text')}</p>
        </Empty>
      )}
      <ul className="requests">
        {found.data?.items.map((each) => (
          <RecoveryItem key={each.id} request={each} />
        ))}
      </ul>
      <Pages page={page} more={found.data?.more ?? false} go={setPage} />
    </>
  );
}

function RecoveryItem({ request }: { request: RecoveryRequest }) {
  const { id, account, name, state, askedAt, opensAt, proofs, grants, may } = request;
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          <Link to={`/members/${account}`}>{name}</Link>
        </h2>
        <p className="badges">
          <Badge tone={TONE[state]}>{t(`recoveries.state-${state}`)}</Badge>
        </p>
        <p className="hint">{t('recoveries.asked', { moment: moment(askedAt) })}</p>
        {proofs.map((proof) => (
          <ShownIdentity key={proof.verdict + proof.upstream} proof={proof} />
        ))}
        {grants.map((each) => (
          <p key={each.as}>{t(`recoveries.granted-${each.as}`, { moment: moment(each.at) })}</p>
        ))}
        {state === 'granted' && opensAt && <p>{t('recoveries.opens', { moment: moment(opensAt) })}</p>}
      </div>
      {state === 'waiting' && may && <Decide id={id} name={name} identified={request.identification !== null} />}
    </li>
  );
}

/** What was shown of who is asking: one that is not the person's must not be read over. */
function ShownIdentity({ proof: { verdict, upstream, name, at } }: { proof: RecoveryRequest['proofs'][number] }) {
  const words = t(`recoveries.proof-${verdict}`, { upstream: wordFor('upstream', upstream), name: name ?? '', moment: moment(at) });
  return <p>{verdict === 'discordant' ? <strong>{words}</strong> : words}</p>;
}

const SEEN = ['identity-document-seen', 'known-in-person'] as const;

function Decide({ id, name, identified }: { id: string; name: string; identified: boolean }) {
  const [how, setHow, confirm] = useKept(`recovery ${id}`, '');
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (verb: 'grant' | 'refuse') => act(`recoveries/${id}/${verb}`, verb === 'grant' ? { identification: how || null } : {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['recoveries'] }),
  });
  return (
    <div className="request-acts recovery-acts">
      {!identified && (
        <label className="renewal-field">
          <span>{t('recoveries.how')}</span>
          <select value={how} onChange={(event) => setHow(event.target.value)}>
            <option value="">{t('dialog.choose')}</option>
            {SEEN.map((each) => (
              <option key={each} value={each}>
                {t(`recoveries.how-${each}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        className="button"
        onClick={() => decide.mutate('grant')}
        disabled={decide.isPending}
        aria-label={`${t('recoveries.grant')} ${name}`}
      >
        {t('recoveries.grant')}
      </button>
      <button
        type="button"
        className="button secondary"
        onClick={() => decide.mutate('refuse')}
        disabled={decide.isPending}
        aria-label={`${t('recoveries.refuse')} ${name}`}
      >
        {t('recoveries.refuse')}
      </button>
      {decide.error && <NotDone error={decide.error} close={() => decide.reset()} confirm={confirm} />}
    </div>
  );
}
