import { Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import { GRANTERS, grantsAs, type Granter, type Recoveries, type Recovery, type Seen } from './recovery.ts';

/** The act each granter's role may do. */
const ACTION = { administrator: 'recover-as-administrator', officer: 'recover-as-officer' } as const;

/**
 * Those in charge decide on a recovery: two to grant it, one to refuse it.
 *
 * @fr décision sur une demande de secours
 * @source CPTS.3
 */
export class DecideRecovery {
  /** @param waitHours how long the person has to stop it once both have granted */
  constructor(
    private readonly recoveries: Recoveries,
    private readonly clock: Clock,
    private readonly waitHours: number,
  ) {}

  /** What waits for someone like this caller, and what ended lately. */
  async list(me: Caller, limit: number, offset: number): Promise<readonly Recovery[]> {
    const places = Object.values(ACTION).flatMap((action) => me.organisationsFor(action, 'Account'));
    return places.length === 0 ? [] : this.recoveries.list([...new Set(places)], limit, offset);
  }

  /** As whom this caller could grant it: nothing for their own. */
  may(me: Caller, recovery: Recovery): readonly Granter[] {
    return GRANTERS.filter((as) => recovery.organisations.some((each) => me.can(ACTION[as], target(recovery, each))));
  }

  /**
   * @param seen how the caller made sure of who is asking; needed from the first, unless an upstream has vouched
   * @throws Refusal `recovery.unknown`, `access.denied`, `recovery.identify-first`, and those of `grantsAs`
   */
  async grant(me: Caller, id: string, seen: Seen | null): Promise<Recovery> {
    const recovery = await this.mine(me, id);
    const as = grantsAs(recovery, me.id, this.may(me, recovery));
    const how = recovery.identification ?? seen;
    if (how === null) throw new Refusal('recovery.identify-first', 'invalid');
    const at = this.clock.now();
    const second = recovery.grants.length + 1 === GRANTERS.length;
    const opensAt = second ? new Date(at.getTime() + this.waitHours * 3_600_000) : null;
    const grant = { recovery: id, account: recovery.account, identification: how, as, by: me.id, at, opensAt };
    await this.recoveries.grant(grant, this.fact('recovery.granted', recovery, me, { as, identification: how }));
    return (await this.recoveries.get(id))!;
  }

  /** @throws Refusal `recovery.unknown`, `access.denied`, `recovery.over` */
  async refuse(me: Caller, id: string): Promise<void> {
    const recovery = await this.mine(me, id);
    if (this.may(me, recovery).length === 0) throw new Refusal('access.denied', 'forbidden', { action: ACTION.officer, type: 'Account' });
    await this.recoveries.refuse(id, this.fact('recovery.refused', recovery, me, {}));
  }

  /** Someone else's people are answered like nobody. */
  private async mine(me: Caller, id: string): Promise<Recovery> {
    const recovery = await this.recoveries.get(id);
    const known = recovery?.organisations.some((organisation) => me.can('read', target(recovery, organisation)));
    if (!recovery || !known) throw new Refusal('recovery.unknown', 'unknown', { id });
    if (recovery.account !== me.id && this.may(me, recovery).length === 0) {
      me.must(ACTION.officer, target(recovery, recovery.organisations[0]!));
    }
    return recovery;
  }

  private fact(what: 'recovery.granted' | 'recovery.refused', { id, account }: Recovery, me: Caller, details: object): Fact {
    return {
      what,
      on: account,
      by: me.id,
      at: this.clock.now(),
      why: 'asked-by-person',
      source: 'CPTS.3',
      details: { recovery: id, ...details },
    };
  }
}

const target = ({ account, organisations }: Recovery, organisation: string) => ({
  type: 'Account',
  id: account,
  organisation,
  organisations,
});
