import { Link, useParams } from 'react-router';
import { useCharters, useCharterText } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { PublishForm } from '../charters/publish-form.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { t } from '../words.ts';

/** Writing the next version of a charter, from the last one. @fr nouvelle version de la charte */
export function NextCharterRoom({ me }: { me: Me }) {
  useTitle(t('publish.title'));
  const { organisation = '' } = useParams();
  const charters = useCharters();
  const versions = charters.data?.items.find((each) => each.organisation === organisation)?.versions ?? [];
  const last = versions[0]?.version ?? 0;
  const text = useCharterText(organisation, String(last), last > 0);
  const failed = charters.error ?? text.error;
  const ready = charters.data && (last === 0 || text.data);
  return (
    <>
      <p className="back">
        <Link to="/charters">{t('charters.title')}</Link>
      </p>
      <h1>{t('publish.title')}</h1>
      <p className="hint">{me.organisations.find(({ id }) => id === organisation)?.name}</p>
      {failed && !ready && <Failed problem={failed} level="h2" />}
      {!failed && !ready && <Loading lines={8} />}
      {ready && <PublishForm key={last} organisation={organisation} last={text.data ?? { version: 0, title: '', body: '' }} />}
    </>
  );
}
