import { newId, Refusal, type Clock, type Fact } from '@habilis/kernel';
import { stageAt, type Account, type AccountChange, type Order } from './account.ts';
import {
  areOnRecord,
  identityFrom,
  recognise,
  type Arriving,
  type Doubt,
  type Identity,
  type Known,
  type Recognition,
} from './identity.ts';
import { join } from './membership.ts';
import { newAccount, renamed } from './opening.ts';
import type { AccountStore, IdentityStore } from './ports.ts';
import { diffProfiles } from './profile-diff.ts';

/** What an arrival comes to. How far the person then gets is for their standing to say. */
export type Arrived =
  /** An account in use; `requested` waits for an administrator and reaches one page that says so. */
  | { readonly outcome: 'known' | 'requested'; readonly accountId: string }
  /** Something does not fit together; an administrator looks at it. Nobody is signed in. */
  | { readonly outcome: 'quarantined'; readonly accountId: string | null; readonly doubt: Doubt }
  /** Departed, closed or refused: they may ask again (`asksAgain`), unless the account is archived. */
  | { readonly outcome: 'ended'; readonly accountId: string; readonly stage: Account['stage']; readonly mayAskAgain: boolean }
  /** They removed this way in from their account: they come in by another, and may add it again. */
  | { readonly outcome: 'unlinked'; readonly accountId: string }
  /** Nobody knows them and this upstream makes no accounts. */
  | { readonly outcome: 'refused'; readonly accountId: null };

const TRIES = 4;
const RACES: readonly string[] = ['identity.raced', 'account.stale'];

/** Does it again when someone else came first: what is on record has changed. */
export async function untilFirst<T>(once: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await once();
    } catch (error) {
      const raced = error instanceof Refusal && RACES.includes(error.code);
      if (!raced || tried === TRIES) throw error;
    }
  }
}

/**
 * Turns a proven identity into an account: known, requested, or set aside.
 *
 * Two first arrivals of one person at once make one account: the one that comes second is recognised. Changes
 * of name and of professional situation are taken over, each with its fact. Signing in itself leaves its fact
 * where the session begins, not here.
 *
 * @fr arrivée d'une personne par un fournisseur d'identité
 * @source CGU.acces-direct
 */
export class Arrive {
  constructor(
    private readonly accounts: AccountStore,
    private readonly identities: IdentityStore,
    private readonly clock: Clock,
  ) {}

  async run(who: Arriving): Promise<Arrived> {
    return untilFirst(() => this.once(who));
  }

  private async once(who: Arriving): Promise<Arrived> {
    const known = await this.identities.find(who);
    const found = recognise(who, known);
    if (found.kind === 'doubt') return this.setAside(who, found);
    if (found.kind === 'unlinked') return { outcome: 'unlinked', accountId: found.accountId };
    return found.kind === 'known' ? this.greet(who, found, known) : this.welcome(who);
  }

  private async setAside(who: Arriving, { doubt, accountId }: Extract<Recognition, { kind: 'doubt' }>): Promise<Arrived> {
    const at = this.clock.now();
    const id = newId('idn');
    const details = { doubt, upstream: who.upstream, quarantine: id };
    const about = { source: 'CGU.acces-direct', ...(who.organisation && { organisation: who.organisation }), details } as const;
    const fact: Fact = { what: 'identity.quarantined', on: accountId ?? id, by: ARRIVAL, at, why: doubt, ...about };
    const { organisation } = who;
    await this.identities.setAside({ id, who, doubt, accountId, organisation, firstAt: at, settled: false }, fact);
    return { outcome: 'quarantined', accountId, doubt };
  }

  private async greet(who: Arriving, found: Extract<Recognition, { kind: 'known' }>, known: Known): Promise<Arrived> {
    const at = this.clock.now();
    const account = await this.accounts.get(found.accountId);
    const change = this.change(who, found.identity, account, at);
    const stage = stageAt(change?.next ?? account, at);
    if (stage !== 'open' && stage !== 'requested') {
      return { outcome: 'ended', accountId: account.id, stage, mayAskAgain: stage === 'departed' || stage === 'closed' };
    }
    await this.identities.keep({
      ...(change && { account: { change, isNew: false } }),
      identity: identityFrom(who, account.id, found.identity),
      nationalIds: who.nationalId === null || areOnRecord(who, account.id, known) ? null : [who.nationalId, ...who.otherIds],
      facts: factsOf(who, found, at),
      at,
    });
    return { outcome: stage === 'open' ? 'known' : 'requested', accountId: account.id };
  }

  /** Whether the account itself changes: asked for again, or renamed by the upstream that named it. */
  private change(who: Arriving, identity: Identity | null, account: Account, at: Date): AccountChange | undefined {
    const stage = stageAt(account, at);
    const order: Order = { by: account.id, at, why: 'comes-back' };
    if (stage === 'departed' || stage === 'closed') {
      return who.asksAgain && who.organisation && who.provisioning !== 'none' ? join(account, who.organisation, order) : undefined;
    }
    if (stage !== 'open' && stage !== 'requested') return undefined;
    const named = identity && (identity.givenName !== who.givenName || identity.familyName !== who.familyName);
    return named ? renamed(account, who, { by: ARRIVAL, at, why: `upstream:${who.upstream}` }) : undefined;
  }

  private async welcome(who: Arriving): Promise<Arrived> {
    if (who.provisioning === 'none') return { outcome: 'refused', accountId: null };
    const at = this.clock.now();
    const change = newAccount(who, at, { open: who.provisioning === 'auto' && who.organisation !== null });
    const accountId = change.next.id;
    await this.identities.keep({
      account: { change, isNew: true },
      identity: identityFrom(who, accountId, null),
      nationalIds: who.nationalId === null ? null : [who.nationalId, ...who.otherIds],
      facts: [],
      at,
    });
    return { outcome: change.next.stage === 'open' ? 'known' : 'requested', accountId };
  }
}

/** Who does what an arrival does by itself. */
const ARRIVAL = 'system:arrival';

/** What the arrival changed about the person, one fact each; details hold codes and no name. */
function factsOf(who: Arriving, { identity, accountId, how }: Extract<Recognition, { kind: 'known' }>, at: Date): Fact[] {
  const base = { on: accountId, by: ARRIVAL, at, why: `upstream:${who.upstream}`, source: 'CGU.acces-direct' } as const;
  const facts: Fact[] = how === 'subject' ? [] : [{ ...base, what: RECOGNISED[how], details: { upstream: who.upstream } }];
  const changes = identity ? diffProfiles(identity.profile, who.profile) : [];
  if (changes.length > 0) facts.push({ ...base, what: 'identity.situation-changed', details: { upstream: who.upstream, changes } });
  return facts;
}

// prettier-ignore
const RECOGNISED = {
  'national-id': 'identity.linked',
  learnt:        'identity.national-id-learnt',
  moved:         'identity.moved-to-rpps',
} as const;
