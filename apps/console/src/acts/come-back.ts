import { useEffect, useState } from 'react';
import { whoIsHere } from '../api/client.ts';
import { beforeSessionEnds, signInAddress } from '../api/session.ts';
import type { Answers, Doing } from './acts.ts';

/** What is put aside waits in this tab, on its page, for whoever wrote it and nobody else. */
interface Aside<What> {
  readonly who: string | null;
  readonly place: string;
  readonly what: What;
}

const ACT = 'habilis-act';
const keyOf = (form: string) => `habilis-form ${form}`;

function keep<What>(key: string, what: What): void {
  const aside: Aside<What> = { who: whoIsHere(), place: location.pathname, what };
  sessionStorage.setItem(key, JSON.stringify(aside));
}

function kept<What>(key: string): What | undefined {
  const aside = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Aside<What> | null;
  return aside?.who === whoIsHere() && aside.place === location.pathname ? aside.what : undefined;
}

/** Leaves to confirm who is there, and comes back to this page. */
export const confirmHere = () => location.assign(`${signInAddress()}&confirm=recent`);

/** Leaves to confirm who is there, with an act half answered. */
export function confirmAndComeBack(doing: Doing, answers: Answers): void {
  keep(ACT, { ...doing, answers });
  confirmHere();
}

/** Keeps an act half answered, should the session end meanwhile. */
export function useActKept(doing: Doing, answers: Answers): void {
  useEffect(() => beforeSessionEnds(() => keep(ACT, { ...doing, answers })));
}

/** The act that was put aside on this page, once: its dialog opens again, filled in. */
export function takeUp(): Doing | null {
  const doing = kept<Doing>(ACT) ?? null;
  sessionStorage.removeItem(ACT);
  return doing;
}

/** What had been answered to a form of this page when it was put aside; undefined for one begun anew. */
export const putAside = <Answers>(form: string): Answers | undefined => kept(keyOf(form));

/**
 * The answers to a form, as they were left when its author went to confirm who they are, or was signed out.
 *
 * @param form which one, of those of a page
 * @returns the answers, how to change them, and how to leave with them
 */
export function useKept<Answers>(form: string, blank: Answers) {
  const [answers, change] = useState<Answers>(() => putAside<Answers>(form) ?? blank);
  const [untouched] = useState(() => JSON.stringify(blank));
  useEffect(() => sessionStorage.removeItem(keyOf(form)), [form]);
  useEffect(() =>
    beforeSessionEnds(() => {
      if (JSON.stringify(answers) !== untouched) keep(keyOf(form), answers);
    }),
  );
  const confirm = () => {
    keep(keyOf(form), answers);
    confirmHere();
  };
  return [answers, change, confirm] as const;
}
