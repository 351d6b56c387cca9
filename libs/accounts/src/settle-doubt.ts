import { Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import { targetOf } from './acting.ts';
import { identityFrom, type Arriving, type Doubt, type Identity } from './identity.ts';
import { newAccount } from './opening.ts';
import type { AccountStore, IdentityChange, IdentityStore, SetAside } from './ports.ts';
import { mustBeReason } from './reasons.ts';

/** What an administrator concludes: the same person, another one who makes a request, or nobody to let in. */
export const CONCLUSIONS = ['link', 'separate', 'reject'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** What each doubt can end in. An identifier that is someone else's is never linked: that would merge two people. */
// prettier-ignore
export const ENDINGS = {
  'subject-changed':     ['link', 'reject'],
  'subject-taken':       ['reject'],
  'national-id-changed': ['link', 'reject'],
  'national-id-missing': ['link', 'reject'],
  'national-id-taken':   ['reject'],
  'name-differs':        ['link', 'reject'],
  twin:                  ['link', 'reject'],
  namesake:              ['link', 'separate', 'reject'],
} as const satisfies Record<Doubt, readonly Conclusion[]>;

export interface Settlement {
  readonly id: string;
  readonly conclusion: Conclusion;
  /** From the closed list of the conclusion, see REASONS. */
  readonly why: string;
}

interface Settled {
  readonly fact: Fact;
  readonly change: IdentityChange | undefined;
}

/**
 * An administrator settles an arrival that was set aside, having checked who the person is.
 *
 * `link` lets the account be reached by what arrived; `separate` makes a request of a namesake; after `reject` the
 * same arrival goes on being turned away. Two accounts are never merged: that one stays refused.
 *
 * @fr levée de doute sur une identité
 * @source CGU.acces-direct
 */
export class SettleDoubt {
  constructor(
    private readonly accounts: AccountStore,
    private readonly identities: IdentityStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `quarantine.unknown` (unknown), also for what is elsewhere's to settle
   * @throws Refusal `quarantine.settled`, `quarantine.not-separable` or `identity.raced` (conflict)
   */
  async run(me: Caller, request: Settlement): Promise<void> {
    const { fact, change } = await this.plan(me, request);
    await this.identities.settle(request.id, me.id, fact, change);
  }

  /** What `run` would do, without doing it. */
  async plan(me: Caller, { id, conclusion, why }: Settlement): Promise<Settled> {
    const aside = await this.identities.aside(id);
    const { who, doubt, accountId, organisation, identity } = aside;
    await mustSettle(me, this.accounts, aside);
    mustBeReason(conclusion, why);
    if (aside.settled) throw new Refusal('quarantine.settled', 'conflict', { id });
    if (!(ENDINGS[doubt] as readonly Conclusion[]).includes(conclusion)) throw notSo(conclusion, doubt);
    const at = this.clock.now();
    const change = CONCLUDED[conclusion](who, accountId, identity, at);
    const on = change?.identity.accountId ?? accountId ?? id;
    const about = {
      source: 'CGU.acces-direct',
      ...(organisation && { organisation }),
      details: { quarantine: id, doubt, conclusion },
    } as const;
    return { change, fact: { what: 'identity.settle', on, by: me.id, at, why, ...about } };
  }
}

const notSo = (conclusion: Conclusion, doubt: Doubt) =>
  conclusion === 'separate' ? new Refusal('quarantine.not-separable', 'conflict', { doubt }) : new Refusal('identity.raced', 'conflict');

/**
 * Lets through who may settle this doubt: those who decide on requests where it was raised.
 *
 * @throws Refusal `quarantine.unknown` (unknown) or `access.denied` (forbidden)
 */
export async function mustSettle(me: Caller, accounts: AccountStore, { id, accountId, organisation }: SetAside): Promise<void> {
  const about = accountId === null ? { id, memberships: [] } : await accounts.get(accountId);
  const target = targetOf(about, organisation);
  if (!me.can('read', target)) throw new Refusal('quarantine.unknown', 'unknown', { id });
  me.must('approve', target);
}

const CONCLUDED: Record<
  Conclusion,
  (who: Arriving, accountId: string | null, identity: Identity | null, at: Date) => IdentityChange | undefined
> = {
  reject: () => undefined,
  link: (who, accountId, identity, at) => {
    if (accountId === null) throw new Refusal('account.unknown', 'unknown');
    return { identity: identityFrom(who, accountId, identity), nationalIds: idsOf(who), facts: [], at };
  },
  separate: (who, _accountId, _identity, at) => {
    const change = newAccount(who, at, { open: false });
    return { account: { change, isNew: true }, identity: identityFrom(who, change.next.id, null), nationalIds: idsOf(who), facts: [], at };
  },
};

const idsOf = ({ nationalId, otherIds }: Arriving) => (nationalId === null ? null : [nationalId, ...otherIds]);
