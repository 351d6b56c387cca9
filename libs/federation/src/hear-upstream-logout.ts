import { Refusal } from '@habilis/kernel';
import type { UpstreamLogouts } from './ports.ts';
import type { Upstreams } from './upstreams.ts';

/**
 * An upstream says that it has signed someone out.
 *
 * Our sessions that came from it end. A session it names and we do not know is no error: it may have ended already.
 * A token that is refused is noted, because someone is trying.
 *
 * @fr déconnexion annoncée par le fournisseur d'identité
 */
export class HearUpstreamLogout {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly logouts: UpstreamLogouts,
  ) {}

  /** @throws Refusal `upstream.unknown`, `upstream.logout-token-refused` or `upstream.logout-token-replayed` */
  async run(upstreamId: string, token: string): Promise<void> {
    const upstream = this.upstreams.get(upstreamId);
    try {
      await this.logouts.hear(upstream.id, await upstream.verifyLogoutToken(token));
    } catch (error) {
      if (error instanceof Refusal) await this.logouts.refuse(upstream.id, error.code, String(error.details['cause'] ?? ''));
      throw error;
    }
  }
}
