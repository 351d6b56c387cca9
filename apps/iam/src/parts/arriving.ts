import type { IncomingMessage } from 'node:http';
import type { LocalDesk } from '@habilis/credentials/web';
import type { Upstreams } from '@habilis/federation';
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
  ) {
    super();
  }

  override offered(): readonly Mean[] {
    return [...this.upstreams.offered(), { id: 'local', label: this.label, action: '/sign-in/start' }];
  }

  override ahead(request: IncomingMessage, interactionUid: string): string | undefined {
    return this.desk.ahead(request, interactionUid);
  }
}
