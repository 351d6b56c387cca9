import { Refusal, type Clock } from '@habilis/kernel';
import { jsonOf, type Outgoing } from './outgoing.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** What we use of an upstream's metadata, under the names of RFC 8414; all the rest it advertises is ignored. */
export interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly authorization_response_iss_parameter_supported?: boolean;
  readonly code_challenge_methods_supported?: readonly string[];
}

/** What must be there, what may be there; `mtls` ones are replaced by their alias when we present a certificate. */
// prettier-ignore
const ADDRESSES = {
  authorization_endpoint: { required: true,  mtls: false },
  token_endpoint:         { required: true,  mtls: true },
  jwks_uri:               { required: true,  mtls: false },
  userinfo_endpoint:      { required: false, mtls: true },
  end_session_endpoint:   { required: false, mtls: false },
} as const;
type Address = keyof typeof ADDRESSES;

const FRESH_MS = 3_600_000;

/**
 * An upstream's metadata, read when first needed and again every hour.
 *
 * Nothing is read at boot: an upstream that is down must not keep ours from starting. What was read stays good
 * while the upstream cannot be reached; a document that says something unacceptable is refused, never half used.
 */
export class MetadataSource {
  #known: { metadata: Metadata; at: number } | undefined;
  #reading: Promise<Metadata> | undefined;

  constructor(
    private readonly settings: UpstreamSettings,
    private readonly outgoing: Outgoing,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `upstream.unreachable` (busy) or `upstream.metadata-refused` (forbidden) */
  async current(): Promise<Metadata> {
    if (this.settings.endpoints) return byHand(this.settings);
    if (this.#known && this.clock.now().getTime() - this.#known.at < FRESH_MS) return this.#known.metadata;
    this.#reading ??= this.read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  private async read(): Promise<Metadata> {
    try {
      const document = jsonOf(await this.outgoing.call(`${this.settings.issuer}${this.settings.discovery}`));
      const metadata = accept(document, this.settings, this.outgoing);
      this.#known = { metadata, at: this.clock.now().getTime() };
      return metadata;
    } catch (error) {
      const unreachable = error instanceof Refusal && error.code === 'upstream.unreachable';
      if (unreachable && this.#known) return this.#known.metadata;
      throw unreachable ? error : refused(error instanceof Refusal ? String(error.details['cause'] ?? error.code) : 'unexpected');
    }
  }
}

const refused = (cause: string) => new Refusal('upstream.metadata-refused', 'forbidden', { cause });

/** @throws Refusal `upstream.metadata-refused` naming what is not acceptable */
function accept(document: Record<string, unknown>, settings: UpstreamSettings, outgoing: Outgoing): Metadata {
  if (document['issuer'] !== settings.issuer) throw refused('issuer');
  const addresses: Partial<Record<Address, string>> = {};
  for (const [name, { required, mtls }] of Object.entries(ADDRESSES) as [Address, (typeof ADDRESSES)[Address]][]) {
    const address = mtls ? aliased(document, name, settings) : document[name];
    if (address === undefined && !required) continue;
    if (typeof address !== 'string' || !outgoing.allows(address)) throw refused(name);
    addresses[name] = address;
  }
  const methods = document['code_challenge_methods_supported'];
  return {
    ...(addresses as Record<Address, string>),
    issuer: settings.issuer,
    authorization_response_iss_parameter_supported: document['authorization_response_iss_parameter_supported'] === true,
    code_challenge_methods_supported: Array.isArray(methods) ? methods.filter((each) => typeof each === 'string') : [],
  };
}

function aliased(document: Record<string, unknown>, name: Address, { client }: UpstreamSettings): unknown {
  const aliases = document['mtls_endpoint_aliases'];
  const useful = client.authentication === 'tls_client_auth' && typeof aliases === 'object' && aliases !== null;
  return (useful ? (aliases as Record<string, unknown>)[name] : undefined) ?? document[name];
}

function byHand({ issuer, endpoints }: UpstreamSettings): Metadata {
  const { authorization, token, jwks, userinfo, endSession } = endpoints!;
  return {
    issuer,
    authorization_endpoint: authorization,
    token_endpoint: token,
    jwks_uri: jwks,
    ...(userinfo && { userinfo_endpoint: userinfo }),
    ...(endSession && { end_session_endpoint: endSession }),
  };
}
