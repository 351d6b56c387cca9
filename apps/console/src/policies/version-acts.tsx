import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { NotDone } from '../acts/not-done.tsx';
import { act } from '../api/client.ts';
import { say } from '../shell/toasts.tsx';
import { t } from '../words.ts';
import { usePoliciesRefresh, type VersionSheet } from './queries.ts';

type Deed = 'publish' | 'return' | 'discard';

interface Props {
  readonly version: VersionSheet;
  /** Who is looking. */
  readonly me: string;
  readonly may: readonly ('draft' | 'publish' | 'return')[];
  readonly stale: boolean;
}

/** What may become of a version; what may not is said, with who could. */
export function VersionActs({ version, me, may, stale }: Props) {
  const { state, author, lint } = version;
  const own = author.id === me;
  const deed = state === 'draft' ? 'publish' : state === 'superseded' ? 'return' : null;
  const obstacle = obstacleOf({ deed, own, stale, sound: lint.sound, allowed: deed !== null && may.includes(deed) });
  return (
    <section className="card" aria-labelledby="version-acts">
      <h2 id="version-acts">{t('policy.acts')}</h2>
      {obstacle && <p>{t(`policy.obstacle-${obstacle}`)}</p>}
      <Deeds version={version} deed={obstacle ? null : deed} mayDraft={may.includes('draft')} />
    </section>
  );
}

interface Situation {
  readonly deed: Deed | null;
  readonly own: boolean;
  readonly stale: boolean;
  readonly sound: boolean;
  readonly allowed: boolean;
}

/** What stands in the way, the first thing first; the service decides again. */
function obstacleOf({ deed, own, stale, sound, allowed }: Situation): string | null {
  if (deed === null) return 'discarded';
  if (deed === 'publish' && own) return 'own';
  if (!allowed) return 'right';
  if (deed === 'publish' && stale) return 'stale';
  return deed === 'publish' && !sound ? 'unsound' : null;
}

function Deeds({ version, deed, mayDraft }: { version: VersionSheet; deed: Deed | null; mayDraft: boolean }) {
  const [read, setRead] = useState(false);
  const [missing, setMissing] = useState(false);
  const doing = useDoing(version.id);
  const press = () => {
    setMissing(!read);
    if (read && deed && !doing.isPending) doing.mutate(deed);
  };
  return (
    <>
      {deed && (
        <div className={missing && !read ? 'field refused' : 'field'}>
          {missing && !read && <p className="error">{t('policy.unread')}</p>}
          <label className="check">
            <input type="checkbox" checked={read} onChange={(event) => setRead(event.target.checked)} />
            {t(`policy.read-${deed}`)}
          </label>
        </div>
      )}
      {doing.error && <NotDone error={doing.error} close={() => doing.reset()} />}
      <div className="actions">
        {deed && (
          <button type="button" className="button" onClick={press} aria-disabled={doing.isPending}>
            {doing.isPending ? t('dialog.doing') : t(`policy.do-${deed}`)}
          </button>
        )}
        {mayDraft && (
          <Link className="button secondary" to={`/policies/draft?from=${version.id}`}>
            {t('policy.take-up')}
          </Link>
        )}
        {mayDraft && version.state === 'draft' && (
          <button type="button" className="button danger" onClick={() => doing.mutate('discard')} aria-disabled={doing.isPending}>
            {t('policy.do-discard')}
          </button>
        )}
      </div>
    </>
  );
}

function useDoing(id: string) {
  const refresh = usePoliciesRefresh();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (deed: Deed) => act(`policies/${id}/${deed}`, {}),
    onSuccess: async (_answer, deed) => {
      say({ text: t(`policy.done-${deed}`) });
      await refresh();
      if (deed !== 'discard') void navigate('/policies/versions');
    },
  });
}
