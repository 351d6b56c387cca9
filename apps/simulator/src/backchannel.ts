import { randomUUID } from 'node:crypto';
import { strike, type Order } from './active-faults.ts';
import type { Client } from './clients.ts';
import type { FaultAt } from './faults.ts';
import { plainIdentity } from './identity.ts';
import { signedBy, type Claims } from './jws.ts';
import type { SigningKey } from './keys.ts';
import type { SsoSession } from './sessions.ts';
import type { Upstream } from './upstream.ts';

interface LogoutTokenDraft {
  claims: Claims;
  key: SigningKey;
  /** How many times the very same token is sent. */
  copies: number;
}

type Effect = (draft: LogoutTokenDraft, upstream: Upstream) => void | Promise<void>;

export const BACKCHANNEL_EFFECTS: Record<FaultAt<'backchannel'>, Effect> = {
  'logout-token-bad-signature': async (draft, { keys }) => void (draft.key = { ...(await keys.stranger()), kid: draft.key.kid }),
  'logout-token-replayed': (draft) => void (draft.copies = 2),
  'logout-token-nonce': ({ claims }) => void (claims['nonce'] = randomUUID()),
  'logout-token-wrong-aud': ({ claims }) => void (claims['aud'] = 'another-client'),
  'logout-token-unknown-sid': ({ claims }) =>
    void Object.assign(claims, { sid: randomUUID(), sub: `f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:${randomUUID()}` }),
  'logout-token-no-events': ({ claims }) => void delete claims['events'],
};

/** What a service answered, or why it could not be reached. */
export interface Told {
  readonly uri: string;
  readonly status: number | undefined;
  readonly body: string;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const TIMEOUT_MS = 10_000;

const logoutClaims = (upstream: Upstream, client: Client, session: SsoSession): Claims => ({
  iss: upstream.issuer,
  sub: plainIdentity(upstream, session.persona).sub,
  aud: client.id,
  iat: upstream.now(),
  exp: upstream.now() + 120,
  jti: randomUUID(),
  typ: 'Logout',
  sid: session.sid,
  events: { [EVENT]: {} },
});

async function post(uri: string, token: string): Promise<Told> {
  try {
    const body = new URLSearchParams({ logout_token: token });
    const response = await fetch(uri, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { uri, status: response.status, body: await response.text() };
  } catch (error) {
    return { uri, status: undefined, body: String(error) };
  }
}

/**
 * Sends a logout token to every service of a session, at the origin the session was opened from.
 *
 * @param variant a fault of the `backchannel` hop to play this once
 */
export async function tellServices(upstream: Upstream, session: SsoSession, variant?: FaultAt<'backchannel'>): Promise<Told[]> {
  const chosen: Order[] = variant ? [{ fault: variant }] : [];
  const told: Told[] = [];
  for (const { client, redirectUri } of session.services.values()) {
    const uri = client.backchannelLogoutUris.find((known) => new URL(known).origin === new URL(redirectUri).origin);
    if (uri === undefined) continue;
    const draft: LogoutTokenDraft = { claims: logoutClaims(upstream, client, session), key: upstream.keys.signing, copies: 1 };
    await strike(upstream.faults, BACKCHANNEL_EFFECTS, { persona: session.persona.id, chosen }, draft, upstream);
    const token = await signedBy(draft.key, draft.claims, 'logout+jwt');
    for (let copy = 0; copy < draft.copies; copy += 1) told.push(await post(uri, token));
  }
  return told;
}
