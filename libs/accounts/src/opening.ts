import { newId } from '@habilis/kernel';
import { changed, type Account, type AccountChange, type Membership, type Order } from './account.ts';
import type { Arriving } from './identity.ts';

/**
 * A new account for someone nobody knows: a request that waits, or open at once when the upstream's word is enough.
 *
 * Coming from our own pages names no organisation; the person then asks for one there.
 *
 * @fr demande d'accès
 * @source CGU.acces-direct
 */
export function newAccount(who: Arriving, at: Date, { open }: { open: boolean }): AccountChange {
  const id = newId('acc');
  const { organisation } = who;
  const place = (of: string): Membership => ({
    organisation: of,
    stage: open ? 'active' : 'requested',
    from: at,
    until: null,
    why: 'first-arrival',
  });
  const next = blank(id, who, { stage: open ? 'open' : 'requested', memberships: organisation ? [place(organisation)] : [] });
  const about = { source: 'CGU.acces-direct', ...(organisation && { organisation }), details: { upstream: who.upstream } } as const;
  return {
    next,
    fact: { what: open ? 'account.open' : 'account.request', on: id, by: open ? 'system:arrival' : id, at, why: 'first-arrival', ...about },
  };
}

/** A person whom the operator vouches for, from the first day: an open account with its places. */
export function enrolledAccount(
  person: Pick<Account, 'id' | 'givenName' | 'familyName' | 'email'> & { readonly organisations: readonly string[] },
  order: Order,
): AccountChange {
  const { id, organisations } = person;
  const memberships = organisations.map((organisation): Membership => ({
    organisation,
    stage: 'active',
    from: order.at,
    until: null,
    why: order.why,
  }));
  const next = blank(id, person, { stage: 'open', memberships });
  return { next, fact: { what: 'account.enrol', on: id, ...order, source: 'CGU.acces-direct', details: { organisations } } };
}

/** The names an upstream gives from now on; the fact says that they changed and not what they are. */
export function renamed(
  account: Account,
  { givenName, familyName }: Pick<Account, 'givenName' | 'familyName'>,
  order: Order,
): AccountChange {
  return changed(account, { givenName, familyName }, 'account.rename', order, { source: 'CGU.acces-direct' });
}

function blank(
  id: string,
  { givenName, familyName, email }: { givenName: string; familyName: string; email?: string | null },
  rest: Pick<Account, 'stage' | 'memberships'>,
): Account {
  return { id, givenName, familyName, email: email ?? null, ...rest, holds: [], epoch: 1, version: 1 };
}
