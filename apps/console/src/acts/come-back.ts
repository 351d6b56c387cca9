import { useEffect, useState } from 'react';
import { signInAddress } from '../api/session.ts';
import type { Answers, Doing } from './acts.ts';

const KEY = 'habilis-act';

/** An act put aside while its author confirms who they are. */
interface PutAside {
  readonly place: string;
  readonly doing: Doing;
  readonly answers: Answers;
}

/** Leaves to confirm who is there; what was answered waits in this tab, and nowhere else. */
export function confirmAndComeBack(doing: Doing, answers: Answers): void {
  sessionStorage.setItem(KEY, JSON.stringify({ place: location.pathname, doing, answers } satisfies PutAside));
  confirmHere();
}

/** Leaves to confirm who is there, and comes back to this page. */
export const confirmHere = () => location.assign(`${signInAddress()}&confirm=recent`);

/** The act that was put aside on this page, once: its dialog opens again, filled in. */
export function takeUp(): Doing | null {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null) return null;
  sessionStorage.removeItem(KEY);
  const { place, doing, answers } = JSON.parse(kept) as PutAside;
  return place === location.pathname ? { ...doing, answers } : null;
}

const FORM_KEY = 'habilis-form';

/** A form put aside while its author confirms who they are. */
interface FormAside {
  readonly place: string;
  readonly form: string;
  readonly answers: unknown;
}

/** Leaves to confirm who is there; what was answered waits in this tab, and nowhere else. */
function confirmWith(form: string, answers: unknown): void {
  sessionStorage.setItem(FORM_KEY, JSON.stringify({ place: location.pathname, form, answers } satisfies FormAside));
  confirmHere();
}

/** What had been answered to a form of this page when it was put aside; undefined for one begun anew. */
export function putAside<Answers>(form: string): Answers | undefined {
  const kept = JSON.parse(sessionStorage.getItem(FORM_KEY) ?? 'null') as FormAside | null;
  return kept?.form === form && kept.place === location.pathname ? (kept.answers as Answers) : undefined;
}

/**
 * The answers to a form, as they were left when its author went to confirm who they are.
 *
 * @param form which one, of those of a page
 * @returns the answers, how to change them, and how to leave with them
 */
export function useKept<Answers>(form: string, blank: Answers) {
  const [answers, change] = useState<Answers>(() => putAside<Answers>(form) ?? blank);
  useEffect(() => sessionStorage.removeItem(FORM_KEY), []);
  return [answers, change, () => confirmWith(form, answers)] as const;
}
