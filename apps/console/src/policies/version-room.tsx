import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Me } from '../api/types.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { t } from '../words.ts';
import { DryRunView } from './dry-run-view.tsx';
import { FileChanges } from './file-changes.tsx';
import { PolicyFrame } from './frame.tsx';
import { LintView } from './lint-view.tsx';
import { useDryRun, usePolicy, useVersion, useVersions, type VersionSheet } from './queries.ts';
import { VersionActs } from './version-acts.tsx';
import { historyOf, StateBadge, titleOf } from './versions-room.tsx';

/** One version: what it changes, what is wrong with it, what it would do to people; and what becomes of it. */
export function VersionRoom({ me }: { me: Me }) {
  const { id = '' } = useParams();
  const [version, versions] = [useVersion(id), useVersions()];
  const current = versions.data?.items.find(({ state }) => state === 'in-force');
  const base = useVersion(current?.id);
  const error = version.error ?? versions.error;
  if (error) return <Failed problem={error} retry={() => void version.refetch()} />;
  if (!version.data || !versions.data) return <Loading lines={8} />;
  const { state, basis } = version.data;
  const stale = state === 'draft' && basis !== current?.id;
  return (
    <PolicyFrame title={titleOf(version.data)}>
      <p className="lead">
        <StateBadge state={state} /> {historyOf(version.data).join(' · ')}
      </p>
      {stale && <Stale id={id} />}
      {state !== 'in-force' && <VersionActs version={version.data} me={me.id} may={versions.data.may} stale={stale} />}
      {state !== 'in-force' && <DryRun version={version.data} />}
      <LintView lint={version.data.lint} />
      {state !== 'in-force' && base.data && <FileChanges before={base.data.files} after={version.data.files} />}
    </PolicyFrame>
  );
}

function Stale({ id }: { id: string }) {
  return (
    <div className="notice warning" role="note">
      <div>
        <p className="notice-title">{t('policy.stale-title')}</p>
        <p>{t('policy.stale-text')}</p>
        <Link className="button secondary" to={`/policies/draft?from=${id}`}>
          {t('policy.take-up')}
        </Link>
      </div>
    </div>
  );
}

/** It counts people and reads the journal: asked for, and not at every look. */
function DryRun({ version }: { version: VersionSheet }) {
  const [asked, setAsked] = useState(false);
  const page = usePolicy();
  const run = useDryRun(version.id, asked);
  const readable = version.lint.problems.length === 0;
  return (
    <section className="card" aria-labelledby="dry-run">
      <header className="card-head">
        <h2 id="dry-run">{t('policy.dry-run')}</h2>
        {readable && !run.data && (
          <button type="button" className="button secondary small" onClick={() => setAsked(true)} aria-disabled={run.isFetching}>
            {t('policy.try')}
          </button>
        )}
      </header>
      <p className="hint">{t(readable ? 'policy.dry-run-lead' : 'policy.dry-run-unsound')}</p>
      {run.isFetching && <Loading lines={3} />}
      {run.error && !run.isFetching && <Failed problem={run.error} retry={() => void run.refetch()} level="h2" />}
      {run.data && page.data && <DryRunView run={run.data} page={page.data} />}
    </section>
  );
}
