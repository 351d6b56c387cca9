import { newId } from '@habilis/kernel';
import type { ProfessionalProfile } from './profile.ts';

/** Someone who comes back from an upstream, as far as that upstream is trusted to say who they are. */
export interface Arriving {
  /** The upstream's id in our configuration: `psc`, `enrs`. */
  readonly upstream: string;
  readonly issuer: string;
  readonly subject: string;
  /**
   * The verified national identifier with its type prefix (TRE_G08: 8 + RPPS, 0 + ADELI, 3 + FINESS/register…).
   * Null unless the upstream is trusted for it: an identifier that is only displayed links nobody.
   */
  readonly nationalId: string | null;
  /** Other identifiers verified for the same person, in the same form. */
  readonly otherIds: readonly string[];
  readonly givenName: string;
  readonly familyName: string;
  /** For display only: an address never links anyone to an account. */
  readonly email?: string | null;
  readonly profile: ProfessionalProfile;
  /** The organisation of the portal they come from; null for our own pages. */
  readonly organisation: string | null;
  /** What becomes of people nobody knows: turned away, made a request, or let in on the upstream's word. */
  readonly provisioning: 'none' | 'pending' | 'auto';
  /** The person has said they want access again after a departure, a closure or a refusal. */
  readonly asksAgain?: boolean;
}

/** A means by which a person is recognised at one issuer; an account has one for each issuer at most. */
export interface Identity {
  readonly id: string;
  readonly accountId: string;
  readonly upstream: string;
  readonly issuer: string;
  readonly subject: string;
  /** The national identifier this issuer gave last. */
  readonly nationalId: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly profile: ProfessionalProfile;
  /** Its person has removed it from their account: it opens nothing until they add it again. */
  readonly unlinked?: boolean;
}

/** A national identifier that is or was a person's; it is one person's for ever. */
export interface NationalId {
  readonly id: string;
  readonly accountId: string;
  /** False once another took its place, as when a profession moves from ADELI to RPPS. */
  readonly current: boolean;
}

/** Everything on record that an arrival touches. */
export interface Known {
  /** Identities at the arrival's issuer, of every account the arrival points to. */
  readonly identities: readonly Identity[];
  /** National identifiers of every account the arrival points to. */
  readonly nationalIds: readonly NationalId[];
  /** Accounts of the same name; looked for only when no national identifier tells people apart. */
  readonly namesakes: readonly string[];
}

/** Why an arrival is set aside for a person to look at, instead of being let in or merged. @fr mise en quarantaine */
export type Doubt =
  | 'subject-changed'
  | 'subject-taken'
  | 'national-id-changed'
  | 'national-id-missing'
  | 'national-id-taken'
  | 'name-differs'
  | 'twin'
  | 'namesake';

/** Who someone is found to be. */
export type Recognition =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'doubt'; readonly doubt: Doubt; readonly accountId: string | null }
  | { readonly kind: 'unlinked'; readonly accountId: string }
  | { readonly kind: 'known'; readonly accountId: string; readonly identity: Identity | null; readonly how: How };

/** By what someone was recognised; anything but `subject` leaves a fact. */
export type How = 'subject' | 'national-id' | 'learnt' | 'moved';

const isRpps = (id: string) => /^8\d{11}$/.test(id);
const isAdeli = (id: string) => /^0[0-9A-Z]{9}$/.test(id);

/**
 * Finds out who arrives, from verified identifiers only.
 *
 * By (issuer, subject) first, then by national identifier. Whatever does not fit together is a doubt: nobody is
 * ever merged here, and names and addresses link nobody.
 *
 * @fr rapprochement d'identité
 * @source CGU.acces-direct
 */
export function recognise(who: Arriving, known: Known): Recognition {
  const identity = known.identities.find((each) => each.subject === who.subject);
  const found = identity ? again(who, identity, known) : firstTime(who, known);
  return found.kind === 'known' && found.identity?.unlinked ? { kind: 'unlinked', accountId: found.accountId } : found;
}

/** The subject is on record: the identifiers must agree with it. */
function again(who: Arriving, identity: Identity, known: Known): Recognition {
  const { accountId } = identity;
  const doubt = (reason: Doubt): Recognition => ({ kind: 'doubt', doubt: reason, accountId });
  const found = (how: How): Recognition => ({ kind: 'known', accountId, identity, how });
  const holder = holderOf(who.nationalId, known);
  if (holder && holder !== accountId) return doubt('national-id-taken');
  if (others(who, known).some((each) => each !== accountId)) return doubt('twin');
  if (who.nationalId === identity.nationalId) return found('subject');
  if (who.nationalId === null) return doubt('national-id-missing');
  if (movesToRpps(who, accountId, known)) return found('moved');
  const free = identity.nationalId === null && (holder === accountId || !hasNationalId(accountId, known));
  return free ? found('learnt') : doubt('national-id-changed');
}

/** The subject is new: a national identifier may be on record. */
function firstTime(who: Arriving, known: Known): Recognition {
  const people = [...new Set([holderOf(who.nationalId, known), ...others(who, known)].filter((each) => each !== undefined))];
  const [accountId] = people;
  if (accountId === undefined) return stranger(known);
  if (people.length > 1 || who.nationalId === null) return { kind: 'doubt', doubt: 'twin', accountId };
  const identity = known.identities.find((each) => each.accountId === accountId) ?? null;
  const moves = movesToRpps(who, accountId, known);
  if (holderOf(who.nationalId, known) === undefined && !moves) return { kind: 'doubt', doubt: 'twin', accountId };
  if (identity && !(moves && followsMove(who, identity))) return { kind: 'doubt', doubt: 'subject-changed', accountId };
  return { kind: 'known', accountId, identity, how: moves ? 'moved' : 'national-id' };
}

/** A namesake that nothing verified tells apart may be the same person twice. */
function stranger({ namesakes }: Known): Recognition {
  return namesakes.length > 0 ? { kind: 'doubt', doubt: 'namesake', accountId: namesakes[0]! } : { kind: 'unknown' };
}

export const holderOf = (id: string | null, { nationalIds }: Pick<Known, 'nationalIds'>) =>
  nationalIds.find((each) => each.id === id)?.accountId;
const others = (who: Arriving, known: Known) => who.otherIds.map((id) => holderOf(id, known)).filter((each) => each !== undefined);
const hasNationalId = (accountId: string, { nationalIds }: Known) =>
  nationalIds.some((each) => each.accountId === accountId && each.current);

/**
 * A profession leaves ADELI for the RPPS: an ADELI number on record is among the others that came, and the
 * account has no RPPS but this one.
 */
export function movesToRpps(who: Arriving, accountId: string, { nationalIds }: Pick<Known, 'nationalIds'>): boolean {
  const own = nationalIds.filter((each) => each.accountId === accountId).map((each) => each.id);
  const left = own.some((id) => isAdeli(id) && who.otherIds.includes(id));
  return who.nationalId !== null && isRpps(who.nationalId) && left && own.every((id) => !isRpps(id) || id === who.nationalId);
}

/** The subject may change with the move, but only at an issuer that knew the person by the number they left. */
const followsMove = (who: Arriving, { nationalId }: Identity) =>
  nationalId !== null && isAdeli(nationalId) && who.otherIds.includes(nationalId);

/** Whether the identifiers that came are the account's already, and the right one the current one: nothing is left to write. */
export function areOnRecord(who: Arriving, accountId: string, { nationalIds }: Known): boolean {
  const own = nationalIds.filter((each) => each.accountId === accountId);
  const came = [who.nationalId, ...who.otherIds];
  return came.every((id) => own.some((each) => each.id === id)) && own.every(({ id, current }) => current === (id === who.nationalId));
}

/** The identity an arrival leaves: a new one, or the one there was as it is from now on. */
export function identityFrom(who: Arriving, accountId: string, before: Identity | null): Identity {
  const { upstream, issuer, subject, nationalId, givenName, familyName, profile } = who;
  return { id: before?.id ?? newId('idn'), accountId, upstream, issuer, subject, nationalId, givenName, familyName, profile };
}
