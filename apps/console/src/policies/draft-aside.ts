import type { Files } from './queries.ts';

const KEY = 'habilis-policy-draft';

/** What is being written waits in this tab: a session that ends takes nothing of it. */
interface Aside {
  readonly base: string;
  readonly start: string;
  readonly files: Files;
}

export function keepDraft(base: string, start: string, files: Files): void {
  sessionStorage.setItem(KEY, JSON.stringify({ base, start, files } satisfies Aside));
}

/** What was being written from the same version, while the same one is in force. */
export function keptDraft(base: string, start: string): Files | null {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null) return null;
  const aside = JSON.parse(kept) as Aside;
  return aside.base === base && aside.start === start ? aside.files : null;
}

export const forgetDraft = () => sessionStorage.removeItem(KEY);
