import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { FormEnd } from '../acts/form-end.tsx';
import { useRefresh } from '../api/queries.ts';
import type { ReviewAction } from '../api/types.ts';
import { Pick, TextField } from '../registers/text-field.tsx';
import { say } from '../shell/toasts.tsx';
import { t } from '../words.ts';
import { settleAction, type GivingUp } from './queries.ts';

const REASONS = ['no-longer-relevant', 'risk-accepted', 'done-otherwise', 'not-possible'] as const;

/** Closing an action: what was done, or why it is given up. @fr clore une action */
export function SettleForm({ review, action, close }: { review: string; action: ReviewAction; close: () => void }) {
  const [as, setAs] = useState<'done' | 'given-up'>('done');
  const [done, setDone] = useState('');
  const [why, setWhy] = useState('');
  const refresh = useRefresh();
  const settling = useMutation({
    mutationFn: () => settleAction(review, action.id, as === 'done' ? { as, done } : { as, why: why as GivingUp }),
    onSuccess: async () => {
      say({ text: t('reviews.settled') });
      close();
      await refresh();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!settling.isPending) settling.mutate();
  };
  return (
    <form className="register-form" onSubmit={submit} aria-label={t('reviews.settle-named', { task: action.task })}>
      <fieldset className="field">
        <legend>{t('reviews.settle-as')}</legend>
        {(['done', 'given-up'] as const).map((each) => (
          <label key={each} className="check">
            <input type="radio" name={`as-${action.id}`} checked={as === each} onChange={() => setAs(each)} />
            {t(`reviews.settle-${each}`)}
          </label>
        ))}
      </fieldset>
      {as === 'done' ? (
        <TextField label={t('reviews.what-was-done')} most={300} value={done} set={setDone} />
      ) : (
        <Pick
          label={t('reviews.why')}
          value={why}
          set={setWhy}
          options={REASONS.map((each) => [each, t(`reviews.given-up-${each}`)] as const)}
        />
      )}
      <FormEnd doing={settling} words={t('reviews.settle')} leave={{ words: t('reviews.plan-not'), act: close, kind: 'secondary' }} />
    </form>
  );
}
