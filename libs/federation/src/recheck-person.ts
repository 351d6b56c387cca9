import type { Arrive } from '@habilis/accounts';
import { Refusal } from '@habilis/kernel';
import { identityIn } from './identity-in-claims.ts';
import type { UpstreamSessions } from './ports.ts';
import type { Upstreams } from './upstreams.ts';

/**
 * Looks again at someone who signed in through an upstream, while their session lasts.
 *
 * Whoever was struck off or whose card was withdrawn since is noticed without waiting for the next sign-in. Only for
 * upstreams whose file says `refresh: recheck`: asking keeps the upstream's own session alive, which is not wanted
 * where computers are shared.
 *
 * @fr revérification en cours de session
 */
export class RecheckPerson {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly sessions: UpstreamSessions,
    private readonly arrive: Pick<Arrive, 'run'>,
  ) {}

  /**
   * Handler of the outbox topic `upstream.recheck`, payload `{session}`; it promises the next look itself.
   *
   * @throws Refusal `upstream.unreachable` (busy): to be tried again
   */
  async run(session: string): Promise<void> {
    const due = await this.sessions.due(session);
    if (!due) return;
    try {
      const upstream = this.upstreams.get(due.upstream);
      const { claims, refreshToken } = await upstream.lookAgain(due.subject, due.refreshToken);
      const who = identityIn(claims, upstream.settings);
      const { id, settings } = upstream;
      const arriving = {
        ...who,
        upstream: id,
        issuer: settings.issuer,
        subject: due.subject,
        organisation: null,
        provisioning: 'none',
      } as const;
      const { outcome } = await this.arrive.run(arriving);
      if (outcome !== 'known' && outcome !== 'requested') return this.sessions.endFor(session, `upstream.${outcome}`);
      await this.sessions.renew(session, refreshToken);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'busy') throw error;
      await this.sessions.endFor(session, error.code);
    }
  }
}
