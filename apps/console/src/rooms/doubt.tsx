import { Link, useParams } from 'react-router';
import { useDoubt } from '../api/queries.ts';
import type { Comparison } from '../api/types.ts';
import { ComparisonTable } from '../doubts/comparison-table.tsx';
import { SettleForm } from '../doubts/settle-form.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { t, wordFor } from '../words.ts';

/** One arrival beside the people it may be, and what is concluded of it. @fr vérification d'une identité */
export function DoubtRoom() {
  const { id = '' } = useParams();
  const doubt = useDoubt(id);
  useTitle(doubt.data ? nameOf(doubt.data) : t('doubts.title'));
  return (
    <>
      <p className="back">
        <Link to="/doubts">{t('doubts.title')}</Link>
      </p>
      {doubt.isPending && <Loading lines={8} />}
      {doubt.error && !doubt.data && <Failed problem={doubt.error} retry={() => void doubt.refetch()} />}
      {doubt.data && <Compared key={id} doubt={doubt.data} />}
    </>
  );
}

const nameOf = ({ arrived }: Comparison) => `${arrived.givenName} ${arrived.familyName}`;

function Compared({ doubt }: { doubt: Comparison }) {
  const { arrived, organisation, since, people, elsewhere } = doubt;
  const name = nameOf(doubt);
  return (
    <>
      <h1>{t('doubts.who', { name })}</h1>
      <p className="lead">{t(`doubt.${doubt.doubt}`, { upstream: wordFor('upstream', arrived.upstream) })}</p>
      <p className="hint">{[organisation?.name, t('doubts.since', { day: day(since) })].filter(Boolean).join(' · ')}</p>
      <ComparisonTable arrived={arrived} people={people} />
      {elsewhere > 0 && <p className="hint">{t('doubts.elsewhere', { count: elsewhere })}</p>}
      {doubt.settled ? (
        <p className="notice success">{t('doubts.settled')}</p>
      ) : (
        <SettleForm doubt={doubt} name={name} known={people[0] ? `${people[0].givenName} ${people[0].familyName}` : ''} />
      )}
      <p className="hint">{t('doubts.sensitive')}</p>
    </>
  );
}
