import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useNavigate } from 'react-router';
import { useKept } from '../acts/come-back.ts';
import { FormEnd } from '../acts/form-end.tsx';
import { Problem, act } from '../api/client.ts';
import { useRefresh } from '../api/queries.ts';
import type { CharterText, PublishAnswer } from '../api/types.ts';
import { say } from '../shell/toasts.tsx';
import { useSettled } from '../use-settled.ts';
import { moment, today } from '../when.ts';
import { t } from '../words.ts';
import { Changes } from './changes.tsx';

type Last = Pick<CharterText, 'version' | 'title' | 'body'>;
interface Draft {
  readonly title: string;
  readonly body: string;
  readonly on: string;
}

/** The next version: its text, its first day, what changes, what follows; and only then the button. */
export function PublishForm({ organisation, last }: { organisation: string; last: Last }) {
  const [draft, setDraft, confirm] = useKept<Draft>(`charter ${organisation} ${last.version}`, {
    title: last.title,
    body: last.body,
    on: '',
  });
  const [read, setRead] = useState(false);
  const [missing, setMissing] = useState(false);
  const path = `charters/${organisation}/versions`;
  const form = { title: draft.title.trim(), body: draft.body.trim(), on: draft.on || null, after: last.version };
  const written = form.title !== '' && form.body !== '' && (form.title !== last.title || form.body !== last.body);
  const preview = usePublishPreview(path, form, written);
  const publishing = usePublishing(path, form);
  const set = (patch: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...patch }));
    setRead(false);
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const ready = written && read && preview.data !== undefined;
    setMissing(!ready);
    if (ready && !publishing.isPending) publishing.mutate();
  };
  return (
    <form className="act publish" onSubmit={submit} noValidate>
      <div className="field">
        <label htmlFor="charter-title">{t('publish.text-title')}</label>
        <input id="charter-title" value={draft.title} maxLength={200} onChange={(event) => set({ title: event.target.value })} required />
      </div>
      <div className="field">
        <label htmlFor="charter-body">{t('publish.text')}</label>
        <p className="hint" id="charter-body-hint">
          {t('publish.text-hint')}
        </p>
        <textarea
          id="charter-body"
          rows={18}
          value={draft.body}
          maxLength={40_000}
          onChange={(event) => set({ body: event.target.value })}
          aria-describedby="charter-body-hint"
          required
        />
      </div>
      <div className="field">
        <label htmlFor="charter-on">{t('publish.on')}</label>
        <p className="hint" id="charter-on-hint">
          {t('publish.on-hint')}
        </p>
        <input
          id="charter-on"
          type="date"
          value={draft.on}
          min={today()}
          onChange={(event) => set({ on: event.target.value })}
          aria-describedby="charter-on-hint"
        />
      </div>
      <Changes before={last} after={draft} />
      <section className="preview" aria-live="polite" aria-busy={preview.isFetching}>
        <h3>{t('dialog.preview')}</h3>
        <Follows written={written} error={preview.error} answer={preview.data} />
      </section>
      <div className={missing && !read ? 'field refused' : 'field'}>
        {missing && <p className="error">{t(written ? 'publish.unread' : 'publish.unchanged')}</p>}
        <label className="check">
          <input
            type="checkbox"
            checked={read}
            onChange={(event) => setRead(event.target.checked)}
            aria-invalid={(missing && !read) || undefined}
          />
          {t('publish.read')}
        </label>
      </div>
      <FormEnd doing={publishing} words={t('publish.do', { version: last.version + 1 })} busy={t('dialog.doing')} confirm={confirm} />
    </form>
  );
}

function Follows({ written, error, answer }: { written: boolean; error: Error | null; answer: PublishAnswer | undefined }) {
  if (!written) return <p className="hint">{t('publish.unchanged')}</p>;
  if (error) return <p className="error">{(error instanceof Problem && error.sentence) || t('states.failed-text')}</p>;
  if (!answer) return <p className="hint">{t('dialog.preview-wait')}</p>;
  const { version, effectiveAt, members } = answer;
  return (
    <ul>
      <li>{t('publish.owed', { count: members, version, moment: moment(effectiveAt) })}</li>
      <li>{t('publish.kept-out')}</li>
      <li>{t('publish.final')}</li>
    </ul>
  );
}

function usePublishPreview(path: string, form: object, enabled: boolean) {
  const settled = useSettled(JSON.stringify(form));
  return useQuery({
    queryKey: ['preview', path, settled],
    enabled,
    queryFn: ({ signal }) => act<PublishAnswer>(path, JSON.parse(settled) as object, { preview: true, signal }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}

function usePublishing(path: string, form: object) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => act<PublishAnswer>(path, form),
    onSuccess: async ({ version }) => {
      say({ text: t('publish.done', { version }) });
      void navigate('/charters');
      await refresh();
    },
  });
}
