import { Refusal, type Clock } from '@habilis/kernel';
import { identityFact } from './link-identity.ts';
import type { IdentityStore, LocalWays, OwnIdentity } from './ports.ts';

/**
 * Removes a way in from one's own account: it opens nothing any more, and the sessions that came by it end.
 *
 * The identity stays on record, closed: forgotten, the national identifier would recognise the person at their next
 * arrival and open it again by itself. The last way in is never removed.
 *
 * @fr retrait d'un fournisseur d'identité
 */
export class UnlinkIdentity {
  /** @param usable upstreams that are configured: a way through another one leads nowhere */
  constructor(
    private readonly identities: IdentityStore,
    private readonly local: LocalWays,
    private readonly usable: ReadonlySet<string>,
    private readonly clock: Clock,
  ) {}

  /** What would be removed. @throws Refusal `identity.unknown` (unknown), `identity.last` (conflict) */
  async plan(accountId: string, id: string): Promise<{ readonly identity: OwnIdentity; readonly others: readonly string[] }> {
    const linked = (await this.identities.of(accountId)).identities.filter((each) => !each.unlinked);
    const identity = linked.find((each) => each.id === id);
    if (!identity) throw new Refusal('identity.unknown', 'unknown');
    const others = linked.filter((each) => each !== identity);
    const opens = others.some((each) => this.usable.has(each.upstream)) || (await this.local.opens(accountId));
    if (!opens) throw new Refusal('identity.last', 'conflict');
    return { identity, others: others.map((each) => each.id) };
  }

  /** @throws Refusal `identity.unknown` (unknown), `identity.last` and `identity.stale` (conflict) */
  async run(accountId: string, id: string): Promise<OwnIdentity> {
    const { identity, others } = await this.plan(accountId, id);
    await this.identities.unlink(identity, others, identityFact('identity.removed', accountId, identity.upstream, this.clock.now()));
    return identity;
  }
}
