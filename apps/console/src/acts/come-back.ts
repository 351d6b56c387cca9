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
