import { Link } from 'react-router';
import { useCharters } from '../api/queries.ts';
import type { Charter, CharterVersion, Me } from '../api/types.ts';
import { Badge, type Tone } from '../shell/badge.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { moment } from '../when.ts';
import { t } from '../words.ts';

/** The charters of my organisations: versions, and how far each was accepted. @fr chartes */
export function ChartersRoom({ me }: { me: Me }) {
  useTitle(t('charters.title'));
  const charters = useCharters();
  const nameOf = (id: string) => me.organisations.find((each) => each.id === id)?.name ?? id;
  const items = charters.data?.items.toSorted(
    (one, other) => order(one, other) || nameOf(one.organisation).localeCompare(nameOf(other.organisation), 'fr'),
  );
  return (
    <>
      <h1>{t('charters.title')}</h1>
      <p className="lead">{t('charters.lead')}</p>
      {charters.isPending && <Loading />}
      {charters.error && !charters.data && <Failed problem={charters.error} retry={() => void charters.refetch()} level="h2" />}
      {items?.map((each) => (
        <CharterCard
          key={each.organisation}
          charter={each}
          name={nameOf(each.organisation)}
          mayPublish={me.acts.publish.includes(each.organisation)}
        />
      ))}
    </>
  );
}

/** Organisations that have a charter first. */
const order = (one: Charter, other: Charter) => Number(one.versions.length === 0) - Number(other.versions.length === 0);

function CharterCard({ charter, name, mayPublish }: { charter: Charter; name: string; mayPublish: boolean }) {
  const { organisation, versions, members, owing } = charter;
  const publish = t(versions.length === 0 ? 'charters.first' : 'charters.next');
  const current = versions.find(({ state }) => state === 'in-force');
  return (
    <section className="card" aria-labelledby={organisation}>
      <header className="card-head">
        <h2 id={organisation}>{name}</h2>
        {mayPublish && (
          <Link
            className="button secondary small"
            to={`/charters/${organisation}/next`}
            aria-label={t('charters.named', { what: publish, name })}
          >
            {publish}
          </Link>
        )}
      </header>
      {current ? (
        <p>
          {t('charters.members', { count: members })} {t('charters.owing', { count: owing })}
        </p>
      ) : (
        <p className="hint">{t('charters.none')}</p>
      )}
      <ul className="lines">
        {versions.map((each) => (
          <VersionLine key={each.version} organisation={organisation} version={each} />
        ))}
      </ul>
    </section>
  );
}

const TONE = { coming: 'warning', 'in-force': 'success', replaced: 'info' } as const satisfies Record<CharterVersion['state'], Tone>;

function VersionLine({ organisation, version }: { organisation: string; version: CharterVersion }) {
  const { title, state, effectiveAt, accepted, refused } = version;
  const answers = [t('charters.accepted', { count: accepted }), ...(refused > 0 ? [t('charters.refused', { count: refused })] : [])];
  return (
    <li className="line">
      <div>
        <p className="line-title">
          <Link to={`/charters/${organisation}/${version.version}`}>{t('charters.version', { version: version.version })}</Link>
          <Badge tone={TONE[state]}>{t(`charters.state-${state}`)}</Badge>
        </p>
        <p>{title}</p>
        <p className="hint">
          {[
            t(state === 'coming' ? 'charters.from' : 'charters.since', { moment: moment(effectiveAt) }),
            ...(state === 'coming' ? [] : answers),
          ].join(' · ')}
        </p>
      </div>
    </li>
  );
}
