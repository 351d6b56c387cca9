import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { putAside, useKept } from '../acts/come-back.ts';
import { FormEnd } from '../acts/form-end.tsx';
import { act } from '../api/client.ts';
import { useReasons, useRefresh } from '../api/queries.ts';
import type { Organisation } from '../api/types.ts';
import { say } from '../shell/toasts.tsx';
import { inDays } from '../when.ts';
import { inOurLanguage, t } from '../words.ts';
import { PersonChoice } from './person-choice.tsx';
import { Pick, TextField } from './text-field.tsx';

const blank = (places: readonly Organisation[]) => ({
  ...{ account: '', exception: '', why: '', measures: '', until: inDays(90) },
  organisation: places.length === 1 ? places[0]!.id : '',
});

const FORM = 'derogation';

/** The form of a derogation, folded until it is needed. */
export function NewDerogation({ places }: { places: readonly Organisation[] }) {
  const [form, setForm, confirm] = useKept(FORM, blank(places));
  const reasons = useReasons().data?.acts['derogation'] ?? [];
  const refresh = useRefresh();
  const [wasOpen] = useState(() => putAside(FORM) !== undefined);
  const set = (patch: Partial<typeof form>) => setForm((before) => ({ ...before, ...patch }));
  const allowing = useMutation({
    mutationFn: () => act('derogations', form),
    onSuccess: async () => {
      say({ text: t('derogations.allowed') });
      setForm(blank(places));
      await refresh();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!allowing.isPending) allowing.mutate();
  };
  return (
    <details className="card" open={wasOpen}>
      <summary>{t('derogations.new')}</summary>
      <form className="register-form" onSubmit={submit} aria-label={t('derogations.new')}>
        <Pick
          label={t('dialog.organisation')}
          value={form.organisation}
          set={(organisation) => set({ organisation })}
          options={places.map(({ id, name }) => [id, name] as const)}
        />
        <PersonChoice label={t('derogations.person')} value={form.account} set={(account) => set({ account })} />
        <TextField
          label={t('derogations.exception')}
          hint={t('derogations.exception-hint')}
          most={300}
          value={form.exception}
          set={(exception) => set({ exception })}
        />
        <Pick
          label={t('dialog.why')}
          value={form.why}
          set={(why) => set({ why })}
          options={reasons.map((each) => [each.code, inOurLanguage(each)] as const)}
        />
        <TextField label={t('derogations.measures')} most={500} value={form.measures} set={(measures) => set({ measures })} />
        <TextField
          label={t('derogations.until')}
          type="date"
          min={inDays(1)}
          max={inDays(366)}
          value={form.until}
          set={(until) => set({ until })}
        />
        <FormEnd doing={allowing} words={t('derogations.allow')} confirm={confirm} />
      </form>
    </details>
  );
}
