import { Link, useParams } from 'react-router';
import { useCharterText } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { moment } from '../when.ts';
import { t } from '../words.ts';

/** One version of a charter, as it was published. */
export function CharterTextRoom({ me }: { me: Me }) {
  const { organisation = '', version = '' } = useParams();
  const text = useCharterText(organisation, version);
  useTitle(text.data?.title ?? t('charters.title'));
  return (
    <>
      <p className="back">
        <Link to="/charters">{t('charters.title')}</Link>
      </p>
      {text.isPending && <Loading lines={8} />}
      {text.error && !text.data && <Failed problem={text.error} retry={() => void text.refetch()} />}
      {text.data && (
        <>
          <h1>{text.data.title}</h1>
          <p className="hint">
            {[
              me.organisations.find(({ id }) => id === organisation)?.name,
              t('charters.version', { version: text.data.version }),
              t('charters.effective', { moment: moment(text.data.effectiveAt) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <pre className="card charter-text">{text.data.body}</pre>
          <p className="hint masked">{t('charters.fingerprint', { sha256: text.data.sha256 })}</p>
        </>
      )}
    </>
  );
}
