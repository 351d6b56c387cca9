import type { Clock } from '@habilis/kernel';
import * as oidc from 'openid-client';
import type { Metadata } from './metadata.ts';
import { jsonOf, safeJson, type Answer, type Outgoing } from './outgoing.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

/** What talking to one upstream takes. */
export interface Parts {
  readonly id: string;
  readonly settings: UpstreamSettings;
  readonly secret: string | undefined;
  readonly outgoing: Outgoing;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/** Made anew for each exchange: the keys it sees are those of our cache, chosen for this very token. */
export function configuration(parts: Parts, metadata: Metadata): oidc.Configuration {
  const { settings, secret } = parts;
  const server: oidc.ServerMetadata = {
    ...metadata,
    code_challenge_methods_supported: [...(metadata.code_challenge_methods_supported ?? [])],
    // What we accept, not what is advertised: PSC lists HS256, and `none` for userinfo.
    id_token_signing_alg_values_supported: [...settings.algorithms],
    userinfo_signing_alg_values_supported: [...settings.algorithms],
    authorization_response_iss_parameter_supported:
      settings.issParameter === 'required' || metadata.authorization_response_iss_parameter_supported === true,
    ...(metadata.userinfo_endpoint && { userinfo_endpoint: withQuery(metadata.userinfo_endpoint, settings.userinfo?.query) }),
  };
  const client = { [oidc.clockTolerance]: settings.clockTolerance };
  const config = new oidc.Configuration(server, settings.client.id, client, authentication(settings, secret));
  config[oidc.customFetch] = guardedFetch(parts, metadata);
  oidc.allowInsecureRequests(config); // which addresses are good is decided by Outgoing, from the settings
  oidc.enableNonRepudiationChecks(config); // without it a forged ID token passes
  return config;
}

const AUTHENTICATION = {
  client_secret_basic: oidc.ClientSecretBasic,
  client_secret_post: oidc.ClientSecretPost,
  tls_client_auth: () => oidc.TlsClientAuth(),
} as const;

const authentication = ({ client }: UpstreamSettings, secret: string | undefined) => AUTHENTICATION[client.authentication](secret);

/** Every request of openid-client goes through our own rules; the keys come from our cache, for the key just named. */
function guardedFetch({ outgoing, keys }: Parts, metadata: Metadata): oidc.CustomFetch {
  let kid: string | undefined;
  return async (url, { method, headers, body }) => {
    if (url === metadata.jwks_uri) return Response.json(await keys.holding(kid, url));
    const answer = await outgoing.call(url, { method, headers, ...(body && { body: String(body) }) });
    const read = answer.type === 'application/jwt' ? undefined : bodyOf(answer);
    kid = keyNamedIn(read ? read['id_token'] : answer.text) ?? kid;
    return new Response(read ? JSON.stringify(read) : answer.text, { status: answer.status, headers: forwarded(answer) });
  };
}

/** Errors of OAuth come as 4xx with a JSON body, which openid-client reads; anything else that is no JSON is refused here. */
function bodyOf(answer: Answer): Record<string, unknown> {
  return answer.status >= 400 && answer.status < 500 && answer.type === 'application/json' ? safeJson(answer.text) : jsonOf(answer);
}

function forwarded({ type, challenge }: Answer): Record<string, string> {
  return { 'content-type': type, ...(challenge && { 'www-authenticate': challenge }) };
}

function keyNamedIn(token: unknown): string | undefined {
  try {
    const { kid } = JSON.parse(Buffer.from(String(token).split('.')[0]!, 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

function withQuery(address: string, query: Readonly<Record<string, string>> = {}): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
