import { Link } from 'react-router';
import { authorOf } from '../sheet/author-words.ts';
import { Badge, type Tone } from '../shell/badge.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { moment } from '../when.ts';
import { t } from '../words.ts';
import { PolicyFrame } from './frame.tsx';
import { useVersions, type Version } from './queries.ts';

const TONE = { 'in-force': 'success', draft: 'warning', superseded: 'info', discarded: 'info' } as const satisfies Record<
  Version['state'],
  Tone
>;
const STATES = ['in-force', 'draft', 'superseded', 'discarded'] as const;

/** Every version of the policy, by what has become of it. @fr versions de la politique */
export function VersionsRoom() {
  const versions = useVersions();
  const items = versions.data?.items ?? [];
  const mayDraft = versions.data?.may.includes('draft') ?? false;
  const draft = (
    <Link className="button" to="/policies/draft">
      {t('policy.new-draft')}
    </Link>
  );
  return (
    <PolicyFrame title={t('policy.versions-title')} acts={mayDraft && draft}>
      <p className="lead">{t('policy.versions-lead')}</p>
      {versions.isPending && <Loading />}
      {versions.error && !versions.data && <Failed problem={versions.error} retry={() => void versions.refetch()} level="h2" />}
      {STATES.map((state) => {
        const some = items.filter((each) => each.state === state);
        if (some.length === 0 && (state !== 'draft' || versions.isPending)) return null;
        return (
          <section key={state} className="card" aria-labelledby={`versions-${state}`}>
            <h2 id={`versions-${state}`}>{t(`policy.versions-${state}`)}</h2>
            {some.length === 0 && <p className="hint">{t('policy.no-draft')}</p>}
            <ul className="lines">
              {some.map((each) => (
                <VersionLine key={each.id} version={each} />
              ))}
            </ul>
          </section>
        );
      })}
    </PolicyFrame>
  );
}

function VersionLine({ version }: { version: Version }) {
  return (
    <li className="line">
      <div>
        <p className="version-title">
          <Link to={`/policies/versions/${version.id}`}>{titleOf(version)}</Link>
          <StateBadge state={version.state} />
        </p>
        <p className="hint">{historyOf(version).join(' · ')}</p>
      </div>
    </li>
  );
}

export const StateBadge = ({ state }: { state: Version['state'] }) => <Badge tone={TONE[state]}>{t(`policy.state-${state}`)}</Badge>;

/** A version that was in force by its number, a draft by its reason and its day. */
export function titleOf({ published, why, draftedAt }: Version): string {
  return published
    ? t('policy.version-numbered', { number: published.number, why: t(`policy.why-${why}`) })
    : t('policy.draft-of', { moment: moment(draftedAt), why: t(`policy.why-${why}`) });
}

/** Who wrote it and when, who put it in force and when, the last time. */
export const historyOf = ({ author, draftedAt, published }: Version): string[] => [
  t('policy.drafted', { who: authorOf({ by: author }), moment: moment(draftedAt) }),
  ...(published ? [t('policy.published', { who: authorOf({ by: published.by }), moment: moment(published.at) })] : []),
];
