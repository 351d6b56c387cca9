import { Problem, act } from '../api/client.ts';
import type { ActAnswer } from '../api/types.ts';
import { say } from '../shell/toasts.tsx';
import { moment } from '../when.ts';
import { t } from '../words.ts';
import { ACTS, type Doing } from './acts.ts';
import { isNow } from './consequence-words.ts';

const LATER = ['suspend', 'absence', 'departure'];

/** Says what has been done, and offers to take it back where an act takes it back. */
export function announce(doing: Doing, answer: ActAnswer, refresh: () => Promise<unknown>): void {
  const later = LATER.includes(doing.act) && !isNow(answer.consequences, new Date());
  const text = t(`toast.${doing.act}${later ? '-coming' : ''}`, { name: doing.name, moment: moment(answer.consequences.from) });
  const { undo } = answer;
  say({ text, about: doing.account, ...(undo && { undo: () => void takeBack(doing, answer.version, undo).then(refresh) }) });
}

async function takeBack(doing: Doing, version: number, undo: NonNullable<ActAnswer['undo']>): Promise<void> {
  const back: Doing = { ...doing, act: undo.act, on: undo.id, version };
  const { path, form } = ACTS[undo.act];
  try {
    await act(path(back), form(back, { organisation: '', role: '', from: '', until: '', why: 'mistake' }));
    say({ text: t('toast.undone'), about: doing.account });
  } catch (error) {
    const reason = (error instanceof Problem && error.sentence) || t('states.failed-text');
    say({ text: t('toast.undo-failed', { reason }) });
  }
}
