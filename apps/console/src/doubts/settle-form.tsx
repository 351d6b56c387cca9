import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useNavigate } from 'react-router';
import { useKept } from '../acts/come-back.ts';
import { NotDone } from '../acts/not-done.tsx';
import { ReasonChoice } from '../acts/reason-choice.tsx';
import { act } from '../api/client.ts';
import { useRefresh } from '../api/queries.ts';
import type { Comparison } from '../api/types.ts';
import { say } from '../shell/toasts.tsx';
import { t } from '../words.ts';

/** Who it is, why one is sure, and what follows: it is settled once, so what follows is said before. */
export function SettleForm({ doubt, name, known }: { doubt: Comparison; name: string; known: string }) {
  const [answers, change, confirm] = useKept(`doubt ${doubt.id}`, { conclusion: '', why: '' });
  const { conclusion, why } = answers;
  const [missing, setMissing] = useState(false);
  const settling = useSettling(doubt.id, answers, name);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const ready = conclusion !== '' && why !== '';
    setMissing(!ready);
    if (ready && !settling.isPending) settling.mutate();
    else requestAnimationFrame(() => document.querySelector<HTMLElement>('.act [data-invalid] input')?.focus());
  };
  return (
    <form className="act card" onSubmit={submit} noValidate>
      <h2>{t('settle.title')}</h2>
      <RadioGroup
        className="reasons wide"
        value={conclusion || null}
        onChange={(value) => change({ conclusion: value, why: '' })}
        isInvalid={missing && !conclusion}
        isRequired
      >
        <Label>{t('settle.conclusion')}</Label>
        <FieldError className="error">{t('settle.choose')}</FieldError>
        {doubt.endings.map((each) => (
          <Radio key={each} value={each} className="reason">
            <span>
              <strong>{t(`settle.${each}`)}</strong>
              <br />
              <span className="hint">{t(`settle.${each}-follows`, { name, known })}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      {conclusion && <ReasonChoice act={conclusion} why={why} set={(patch) => change({ conclusion, ...patch })} missing={missing} />}
      {settling.error && <NotDone error={settling.error} close={() => settling.reset()} confirm={confirm} />}
      <div className="actions">
        <button type="submit" className={conclusion === 'reject' ? 'button danger' : 'button'} aria-disabled={settling.isPending}>
          {settling.isPending ? t('dialog.doing') : t(conclusion ? `settle.${conclusion}-do` : 'settle.do')}
        </button>
      </div>
      <p className="hint">{t('settle.final')}</p>
    </form>
  );
}

function useSettling(id: string, form: object, name: string) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => act(`doubts/${id}/settle`, form),
    onSuccess: async () => {
      say({ text: t('settle.done', { name }) });
      void navigate('/doubts');
      await refresh();
    },
  });
}
