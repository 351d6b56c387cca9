import { Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import { targetOf } from './acting.ts';
import { identityFrom, type Arriving, type Identity } from './identity.ts';
import { newAccount } from './opening.ts';
import type { AccountStore, IdentityChange, IdentityStore } from './ports.ts';
import { mustBeReason } from './reasons.ts';

/** What an administrator concludes: the same person, another one who makes a request, or nobody to let in. */
export type Conclusion = 'link' | 'separate' | 'reject';

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
  async run(me: Caller, { id, conclusion, why }: { id: string; conclusion: Conclusion; why: string }): Promise<void> {
    const { who, doubt, accountId, organisation, identity } = await this.identities.aside(id);
    const about = accountId === null ? { id, memberships: [] } : await this.accounts.get(accountId);
    const target = targetOf(about, organisation);
    if (!me.can('read', target)) throw new Refusal('quarantine.unknown', 'unknown', { id });
    me.must('approve', target);
    mustBeReason('settle', why);
    if (conclusion === 'separate' && doubt !== 'namesake') throw new Refusal('quarantine.not-separable', 'conflict', { doubt });
    const at = this.clock.now();
    const change = CONCLUDED[conclusion](who, accountId, identity, at);
    const details = { quarantine: id, doubt, conclusion };
    const on = change?.identity.accountId ?? accountId ?? id;
    const fact: Fact = {
      what: 'identity.settle',
      on,
      by: me.id,
      at,
      why,
      source: 'CGU.acces-direct',
      ...(organisation && { organisation }),
      details,
    };
    await this.identities.settle(id, me.id, fact, change);
  }
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
