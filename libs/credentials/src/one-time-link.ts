/**
 * Links that open something once, and for how long. A kind that is not a row here does not exist.
 *
 * `alone`: a new one ends the others of its kind, for the same account.
 *
 * @fr lien à usage unique
 */
// prettier-ignore
export const LINKS = {
  'invitation':   { minutes: 72 * 60, alone: true,  path: '/invitation' },
  'reset':        { minutes: 20,      alone: true,  path: '/mot-de-passe' },
  'bootstrap':    { minutes: 30,      alone: true,  path: '/invitation' },
  'email-change': { minutes: 24 * 60, alone: true,  path: '/courriel' },
  'loss':         { minutes: 30,      alone: false, path: '/perte' },
  'email-stop':   { minutes: 72 * 60, alone: true,  path: '/courriel/arreter' },
  'recovery-stop': { minutes: 60 * 24 * 60, alone: true, path: '/secours/arreter' },
  'recovery':     { minutes: 72 * 60, alone: true,  path: '/recuperation' },
} as const satisfies Record<string, { minutes: number; alone: boolean; path: string }>;
export type LinkKind = keyof typeof LINKS;

/** A link that has not been used: what whoever holds it may do, and for whom. */
export interface OneTimeLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly account: string;
  /** Who made it: an account, or a part of the system. */
  readonly by: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Links that wait to be used.
 *
 * A token is never kept: it follows from the link's id and a key, so that mail can be written late and again, and a
 * copy of the table opens nothing. Looking at a link does not use it: the scanners of mail follow every link.
 * Making and using one belongs to the transaction of what it is for.
 */
export abstract class OneTimeLinks {
  /** The link of a token, when it can still be used. */
  abstract look(kind: LinkKind | readonly LinkKind[], token: string): Promise<OneTimeLink | undefined>;

  /** A link by its id, when it can still be used: for whoever writes the mail. */
  abstract pending(id: string): Promise<OneTimeLink | undefined>;

  /** The address to send; the token is in it. @param origin our own address, never one that a request told */
  abstract address(link: Pick<OneTimeLink, 'id' | 'kind'>, origin: string): string;
}
