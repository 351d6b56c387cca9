import { Refusal, type Caller, type Clock, type Target } from '@habilis/kernel';
import { askerAt, type Asker } from '../holding.ts';
import { judge, placesFor } from './judge.ts';
import type { Policy } from '../policy/language/policy.ts';
import type { ClientRoles, Holdings } from '../ports.ts';

/**
 * Makes the Caller of a request.
 *
 * It reads the row each time and keeps nothing, so what was revoked a moment ago is not held a moment later. Make one
 * for each request and let it go with the request.
 */
export class Callers {
  constructor(
    private readonly policy: Policy,
    private readonly holdings: Holdings,
    private readonly clients: ClientRoles,
    private readonly clock: Clock,
  ) {}

  /** An account that does not exist may do nothing, like one that was closed. */
  forAccount(accountId: string): Promise<Caller> {
    return this.account(accountId, this.holdings);
  }

  /**
   * The same person as these holdings know them now: a right that was looked up a moment ago may be gone.
   *
   * A machine's rights are in its file, and are those it came with.
   */
  async again(me: Caller, holdings: Holdings): Promise<Caller> {
    return me.id.startsWith('acc-') ? this.account(me.id, holdings) : me;
  }

  private async account(accountId: string, holdings: Holdings): Promise<Caller> {
    const holding = (await holdings.read([accountId])).get(accountId);
    const at = this.clock.now();
    return new PolicyCaller(this.policy, holding ? askerAt(holding, this.policy.implied, at) : nobody(accountId, at));
  }

  /** A machine holds the roles of its configuration, and none that is implied. */
  async forClient(clientId: string): Promise<Caller> {
    const held = await this.clients.of(clientId);
    const below = await this.holdings.below(held.map((each) => each.organisation));
    const roles = held.map(({ role, organisation }) => ({ role, organisation, grant: null, organisations: below.get(organisation) ?? [] }));
    return new PolicyCaller(this.policy, { ...nobody(`client:${clientId}`, this.clock.now()), roles });
  }
}

const nobody = (id: string, at: Date): Asker => ({ id, at, limits: [], organisations: [], roles: [] });

/** A person or a machine at the instant of a request. */
class PolicyCaller implements Caller {
  constructor(
    private readonly policy: Policy,
    private readonly asker: Asker,
  ) {}

  get id(): string {
    return this.asker.id;
  }

  must(action: string, target: Target): void {
    if (!this.can(action, target)) throw new Refusal('access.denied', 'forbidden', { action, type: target.type });
  }

  can(action: string, target: Target): boolean {
    return judge(this.policy, this.asker, null, { action, target }).allowed;
  }

  organisationsFor(action: string, type: string): readonly string[] {
    return placesFor(this.policy, this.asker, action, type);
  }
}
