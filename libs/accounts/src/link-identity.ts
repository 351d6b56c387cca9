import { newId, Refusal, type Clock, type Fact } from '@habilis/kernel';
import { stageAt } from './account.ts';
import { untilFirst } from './arrive.ts';
import { attach } from './attach.ts';
import { identityFrom, type Arriving, type Doubt } from './identity.ts';
import type { AccountStore, IdentityStore } from './ports.ts';

/**
 * Adds a way in to one's own account, both sides having just been proved.
 *
 * What does not fit together is set aside for an administrator, with one answer whatever it is: whose account something
 * already is stays untold. An address never links anything.
 *
 * @fr rattachement d'un fournisseur d'identité
 * @source CGU.acces-direct
 */
export class LinkIdentity {
  constructor(
    private readonly accounts: AccountStore,
    private readonly identities: IdentityStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns `already` when it was one: nothing changes
   * @throws Refusal `identity.set-aside` or `account.not-open` (conflict)
   */
  async run(accountId: string, who: Arriving): Promise<'linked' | 'already'> {
    return untilFirst(() => this.once(accountId, who));
  }

  private async once(accountId: string, who: Arriving): Promise<'linked' | 'already'> {
    const at = this.clock.now();
    const [account, known, own] = await Promise.all([
      this.accounts.get(accountId),
      this.identities.find(who),
      this.identities.of(accountId),
    ]);
    const stage = stageAt(account, at);
    if (stage !== 'open' && stage !== 'requested') throw new Refusal('account.not-open', 'conflict');
    const found = attach(who, { ...account, accountId }, known, own);
    if (found.kind === 'doubt') return this.setAside(accountId, who, found.doubt, at);
    const { before } = found;
    if (before && !before.unlinked) return 'already';
    const learns = who.nationalId !== null && !own.nationalIds.some(({ current, id }) => current && id === who.nationalId);
    await this.identities.keep({
      identity: identityFrom(who, accountId, before),
      nationalIds: who.nationalId === null ? null : [who.nationalId, ...who.otherIds],
      facts: [
        identityFact('identity.added', accountId, who.upstream, at),
        ...(learns ? [identityFact('identity.national-id-learnt', accountId, who.upstream, at)] : []),
      ],
      at,
    });
    return 'linked';
  }

  private async setAside(accountId: string, who: Arriving, doubt: Doubt, at: Date): Promise<never> {
    const id = newId('idn');
    const details = { doubt, upstream: who.upstream, quarantine: id };
    const fact: Fact = { what: 'identity.quarantined', on: accountId, by: accountId, at, why: doubt, source: 'CGU.acces-direct', details };
    await this.identities.setAside({ id, who, doubt, accountId, organisation: who.organisation, firstAt: at, settled: false }, fact);
    throw new Refusal('identity.set-aside', 'conflict');
  }
}

/** What a person does to the ways in to their own account. */
export const identityFact = (
  what: 'identity.added' | 'identity.removed' | 'identity.national-id-learnt',
  account: string,
  upstream: string,
  at: Date,
): Fact => ({
  ...{ what, on: account, by: account, at, why: 'asked-by-person', source: 'CGU.acces-direct' },
  details: { upstream },
});
