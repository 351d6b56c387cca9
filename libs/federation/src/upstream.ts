import { type Clock } from '@habilis/kernel';
import { revealSecret } from '@habilis/settings';
import type { Parts } from './client-configuration.ts';
import { exchange, type Expected } from './exchange.ts';
import { verifyLogoutToken, type LogoutOrder } from './logout-token.ts';
import { lookAgain, type SecondLook } from './look-again.ts';
import { MetadataSource, type Metadata } from './metadata.ts';
import { Outgoing, type Patience, type TlsFiles } from './outgoing.ts';
import type { Proof } from './proof.ts';
import { SigningKeys } from './signing-keys.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

export interface UpstreamOptions {
  readonly clock: Clock;
  /** Our own root, without a final slash: callbacks are `<origin>/upstream/<id>/callback`. */
  readonly origin: string;
  /** For secrets; `NODE_ENV=production` refuses development values. */
  readonly env?: NodeJS.ProcessEnv;
  readonly patience?: Patience;
}

/**
 * One provider that tells us who people are. Nothing is fetched before it is needed.
 *
 * @fr fournisseur d'identité amont
 */
export class Upstream {
  readonly callback: string;
  readonly signedOut: string;
  readonly #secret: string | undefined;
  readonly #outgoing: Outgoing;
  readonly #metadata: MetadataSource;
  readonly #keys: SigningKeys;
  readonly #clock: Clock;

  constructor(
    readonly id: string,
    readonly settings: UpstreamSettings,
    { clock, origin, env = process.env, patience }: UpstreamOptions,
  ) {
    this.callback = `${origin}/upstream/${id}/callback`;
    this.signedOut = `${origin}/upstream/${id}/signed-out`;
    this.#clock = clock;
    this.#secret = 'secret' in settings.client ? revealSecret(settings.client.secret, env) : undefined;
    this.#outgoing = new Outgoing(new Set(this.origins), tlsFiles(settings), clock, patience);
    this.#metadata = new MetadataSource(settings, this.#outgoing, clock);
    this.#keys = new SigningKeys(this.#outgoing, clock);
  }

  /** Where its pages and endpoints may be; a page that leads there must allow them in its `form-action`. */
  get origins(): readonly string[] {
    const { issuer, hosts, endpoints } = this.settings;
    const byHand: readonly (string | undefined)[] = endpoints ? Object.values(endpoints) : [];
    const addresses = [issuer, ...byHand].filter((each) => each !== undefined);
    return [...new Set([...addresses.map((address) => new URL(address).origin), ...hosts])];
  }

  /** Whether it is trusted to say who someone is, by their national identifier, and not only that they are the same as last time. */
  get vouches(): boolean {
    return this.settings.claims.nationalId?.trust === 'trusted';
  }

  /** @throws Refusal `upstream.unreachable` (busy) or `upstream.metadata-refused` (forbidden) */
  metadata(): Promise<Metadata> {
    return this.#metadata.current();
  }

  /** @throws Refusal `upstream.…` naming the check that failed */
  async exchange(parameters: URLSearchParams, expected: Expected): Promise<Proof> {
    const callback = new URL(this.callback);
    callback.search = parameters.toString();
    return exchange(this.parts(), await this.metadata(), callback, expected);
  }

  /** @throws Refusal `upstream.code-refused` when it no longer vouches for the person */
  async lookAgain(subject: string, refreshToken: string): Promise<SecondLook> {
    return lookAgain(this.parts(), await this.metadata(), subject, refreshToken);
  }

  /** @throws Refusal `upstream.logout-token-refused` (invalid) */
  async verifyLogoutToken(token: string): Promise<LogoutOrder> {
    return verifyLogoutToken(token, this.settings, await this.metadata(), this.#keys, this.#clock);
  }

  /**
   * Where to send the person so that the upstream's session ends too; undefined when it cannot be asked.
   *
   * An upstream that is down does not keep people signed in with us.
   */
  async signOutAddress(idToken: string, state: string): Promise<string | undefined> {
    const { signOut, client } = this.settings;
    const metadata = signOut && (await this.metadata().catch(() => undefined));
    if (!signOut || !metadata?.end_session_endpoint) return undefined;
    const all = { id_token_hint: idToken, client_id: client.id, post_logout_redirect_uri: this.signedOut, state };
    const address = new URL(metadata.end_session_endpoint);
    for (const name of signOut.parameters) address.searchParams.set(name, all[name]);
    return address.href;
  }

  close(): Promise<void> {
    return this.#outgoing.close();
  }

  private parts(): Parts {
    const { id, settings } = this;
    return { id, settings, secret: this.#secret, outgoing: this.#outgoing, keys: this.#keys, clock: this.#clock };
  }
}

function tlsFiles({ client }: UpstreamSettings): TlsFiles {
  return client.authentication === 'tls_client_auth' ? client : { authority: client.authority };
}
