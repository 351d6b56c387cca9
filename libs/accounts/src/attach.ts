import { holderOf, movesToRpps, type Arriving, type Doubt, type Known } from './identity.ts';
import type { OwnIdentities, OwnIdentity } from './ports.ts';

/** What comes of adding a way in to an account: its identity at that issuer until now, or why a person has to look. */
export type Attachment = { readonly kind: 'fits'; readonly before: OwnIdentity | null } | { readonly kind: 'doubt'; readonly doubt: Doubt };

interface Owner {
  readonly accountId: string;
  readonly givenName: string;
  readonly familyName: string;
}

/**
 * Whether what an upstream has just vouched for may become a way in to this account, whose person has asked for it.
 *
 * Having proved both sides is not enough: one person can hold two proofs of which one is a colleague's. Nothing is ever
 * taken from another account, and an identifier that contradicts the account's own is for an administrator to look at.
 * Where no national identifier speaks, the family names must be the same.
 *
 * @fr rattachement d'une identité
 * @source CGU.acces-direct
 */
export function attach(who: Arriving, owner: Owner, known: Known, own: OwnIdentities): Attachment {
  const { accountId } = owner;
  const doubt = (reason: Doubt): Attachment => ({ kind: 'doubt', doubt: reason });
  const bySubject = known.identities.find((each) => each.subject === who.subject);
  if (bySubject && bySubject.accountId !== accountId) return doubt('subject-taken');
  const holders = [who.nationalId, ...who.otherIds].map((id) => holderOf(id, known));
  if (holders.some((each) => each !== undefined && each !== accountId)) return doubt('national-id-taken');
  const before = own.identities.find((each) => each.issuer === who.issuer) ?? null;
  if (before && before.subject !== who.subject) return doubt('subject-changed');
  const current = own.nationalIds.find((each) => each.current);
  const agrees = who.nationalId !== null && current?.id === who.nationalId;
  if (current && who.nationalId !== null && !agrees && !movesToRpps(who, accountId, own)) return doubt('national-id-changed');
  const told = current !== undefined && who.nationalId !== null;
  if (!told && !sameName(who.familyName, owner.familyName)) return doubt('name-differs');
  return { kind: 'fits', before };
}

/** Accents, capitals and what joins names tell nobody apart. */
const sameName = (one: string, other: string) => plain(one) === plain(other);
const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
