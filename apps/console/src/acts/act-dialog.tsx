import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { act } from '../api/client.ts';
import { useReasons, useRefresh } from '../api/queries.ts';
import type { ActAnswer } from '../api/types.ts';
import { useSettled } from '../use-settled.ts';
import { t } from '../words.ts';
import { announce } from './announce.ts';
import { ACTS, complete, type Answers, type Doing } from './acts.ts';
import { confirmAndComeBack, useActKept } from './come-back.ts';
import { NotDone } from './not-done.tsx';
import { Preview } from './preview.tsx';
import { Questions } from './questions.tsx';
import { ReasonChoice } from './reason-choice.tsx';

/** One act from beginning to end: what it needs, what will happen, why, and then it happens. */
export function ActDialog({ doing, close }: { doing: Doing | null; close: () => void }) {
  return (
    <ModalOverlay className="veil" isOpen={doing !== null} onOpenChange={(open) => !open && close()} isDismissable>
      <Modal className="sheet-over">
        <Dialog className="dialog">
          {doing && <ActForm key={`${doing.act} ${doing.on ?? doing.account}`} doing={doing} close={close} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const blank = ({ organisation, organisations }: Doing): Answers => ({
  organisation: organisation ?? (organisations.length === 1 ? organisations[0]!.id : ''),
  role: '',
  from: '',
  until: '',
  why: '',
});

function ActForm({ doing, close }: { doing: Doing; close: () => void }) {
  const [answers, setAnswers] = useState(() => doing.answers ?? blank(doing));
  const [missing, setMissing] = useState(false);
  const preview = usePreview(doing, answers);
  const doIt = useDoing(doing, answers, close);
  useActKept(doing, answers);
  const { tone } = ACTS[doing.act];
  const set = (patch: Partial<Answers>) => setAnswers((before) => ({ ...before, ...patch }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const ready = complete(doing, answers) && answers.why !== '';
    setMissing(!ready);
    if (ready && !doIt.isPending) doIt.mutate();
    else focusFirstGap();
  };
  return (
    <form className="act" onSubmit={submit} noValidate>
      <Heading slot="title" className="act-title">
        {t(`dialog.${doing.act}`, { name: doing.name })}
      </Heading>
      <Questions doing={doing} answers={answers} set={set} missing={missing} />
      <Preview preview={preview} name={doing.name} />
      <ReasonChoice act={doing.act} why={answers.why} set={set} missing={missing} />
      <div className="act-foot">
        {doIt.error && <NotDone error={doIt.error} close={close} confirm={() => confirmAndComeBack(doing, answers)} />}
        <div className="actions">
          <button type="submit" className={tone === 'danger' ? 'button danger' : 'button'} aria-disabled={doIt.isPending}>
            {doIt.isPending ? t('dialog.doing') : t(`act.${doing.act}`)}
          </button>
          <button type="button" className="button secondary" onClick={close}>
            {t('cancel')}
          </button>
        </div>
      </div>
    </form>
  );
}

/** The first question without an answer, once it says so. */
function focusFirstGap(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.act [aria-invalid="true"], .act [data-invalid] input')?.focus());
}

/** Asks the service what would happen, each time an answer changes it. Nothing is written. */
function usePreview(doing: Doing, answers: Answers) {
  const { path, form } = ACTS[doing.act];
  const reasons = useReasons();
  const { why, ...asked } = answers;
  const settled = useSettled(JSON.stringify(asked));
  // Any reason will do for a preview: what happens does not depend on it.
  const anyWhy = why || (reasons.data?.acts[doing.act]?.[0]?.code ?? '');
  return useQuery({
    queryKey: ['preview', doing, settled],
    enabled: complete(doing, answers) && anyWhy !== '',
    queryFn: ({ signal }) =>
      act<ActAnswer>(path(doing), form(doing, { ...(JSON.parse(settled) as Answers), why: anyWhy }), { preview: true, signal }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}

function useDoing(doing: Doing, answers: Answers, close: () => void) {
  const refresh = useRefresh();
  const { path, form } = ACTS[doing.act];
  return useMutation({
    mutationFn: () => act<ActAnswer>(path(doing), form(doing, answers)),
    onSuccess: async (answer) => {
      close();
      announce(doing, answer, refresh);
      await refresh();
      requestAnimationFrame(goOnFromContent);
    },
  });
}

/** Whoever works from the keyboard goes on from the room when the line they acted on has left it. */
function goOnFromContent(): void {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>('main')?.focus();
}
