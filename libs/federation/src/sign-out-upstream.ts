import { randomBytes } from 'node:crypto';
import type { EndedSession, SignOuts, UpstreamSessions } from './ports.ts';
import type { Upstreams } from './upstreams.ts';

/**
 * Ends the upstream's session when the person signs out on purpose.
 *
 * Both sessions end on a click; on a time-out only ours does, because other services of the person rely on theirs.
 *
 * @fr déconnexion du fournisseur d'identité
 */
export class UpstreamSignOut {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly sessions: UpstreamSessions,
    private readonly signOuts: SignOuts,
  ) {}

  /**
   * Where to send the browser so that its upstream session ends, or undefined when there is none to end.
   *
   * @param browser as `Browsers` names the one that signs out
   * @param returnTo where the person goes afterwards: an address of ours or a registered one, never one from the request
   */
  async address(browser: string, returnTo: string): Promise<string | undefined> {
    return this.addressFor(await this.sessions.leave(browser), returnTo);
  }

  /** The person says they are not who the upstream says. */
  async disown(interaction: string, browser: string, returnTo: string): Promise<string | undefined> {
    return this.addressFor(await this.sessions.disown(interaction, browser), returnTo);
  }

  /** A session that served once and that nobody keeps: opened to show who one is, and for nothing else. */
  async atOnce(ended: EndedSession, returnTo: string): Promise<string | undefined> {
    return this.addressFor(ended, returnTo);
  }

  private async addressFor(ended: EndedSession | undefined, returnTo: string): Promise<string | undefined> {
    if (!ended) return undefined;
    const state = randomBytes(24).toString('base64url');
    const address = await this.upstreams.get(ended.upstream).signOutAddress(ended.idToken, state);
    if (address) await this.signOuts.begin(state, ended.browser, returnTo);
    return address;
  }
}
