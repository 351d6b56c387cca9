import type { IncomingMessage } from 'node:http';
import { offered, type Factors } from '@habilis/credentials';
import type { LocalDesk } from '@habilis/credentials/web';
import type { Upstreams } from '@habilis/federation';
import type { Translate } from '@habilis/pages';
import { Means, type Arrivals, type Mean } from '@habilis/provider';

/** A person comes in one way or the other; the first that knows of them is right. */
export const inTurn = (...ways: readonly Arrivals[]): Arrivals => ({
  async take(interactionUid, request) {
    for (const way of ways) {
      const arrival = await way.take(interactionUid, request);
      if (arrival) return arrival;
    }
    return undefined;
  },
});

/** The upstreams, then our own identifiers. */
export class MeansOfAll extends Means {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly desk: LocalDesk,
    private readonly label: string,
    private readonly factors: Factors,
  ) {
    super();
  }

  override offered(): readonly Mean[] {
    return [...this.upstreams.offered(), { id: 'local', label: this.label, action: '/sign-in/start' }];
  }

  /** Whoever holds a factor confirms with it; whoever holds none and lacks a level may add one. */
  override async raising(accountId: string, t: Translate, { level }: { level: boolean }): Promise<Mean | undefined> {
    const usable = offered(await this.factors.of(accountId));
    if (usable.length === 0 && !level) return undefined;
    const label = t(usable.length > 0 ? `second-factor.raise-${usable[0]!.kind}` : 'second-factor.raise-enrol');
    return { id: 'raise', label, action: '/sign-in/raise' };
  }

  override ahead(request: IncomingMessage, interactionUid: string): string | undefined {
    return this.desk.ahead(request, interactionUid);
  }
}
