import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';

interface Evaluations {
  subject: { id: string };
  evaluations: Evaluation[];
}
interface Evaluation {
  action: { name: string };
  context: { purpose: string };
  resource: { id: string; properties: Record<string, unknown> };
}

export type Answer = { decision: boolean; context?: { reason_user: Record<string, string> } };

/**
 * An OpenID Provider that signs in `acc-nadia` at once, and an AuthZEN service that answers what the test says.
 *
 * It stands for Habilis where only the portal's own behaviour is tried; the journeys try both together.
 */
export class AProvider {
  readonly asked: Evaluations[] = [];
  answer: (evaluation: Evaluation) => unknown = () => ({ decision: true });
  /** The level at which people come in. */
  acr = 'eidas2';
  refuse: { error: string; error_description: string } | undefined;
  issuer = '';
  #server!: Server;
  #provider!: Provider;
  #key!: CryptoKey;

  async start(portalOrigin: string): Promise<void> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    this.#key = privateKey;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.#provider = new Provider(this.issuer, configuration(portalOrigin, { ...(await exportJWK(privateKey)), kid: 'k', alg: 'ES256' }));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** What a suspension does here: no token of the person is worth anything any more. */
  async withdraw(): Promise<void> {
    for (const grantId of grants) await this.#provider.RefreshToken.revokeByGrantId(grantId);
  }

  logoutToken(claims: Record<string, unknown>, key = this.#key): Promise<string> {
    const token = { iss: this.issuer, aud: 'dossiers', iat: Math.floor(Date.now() / 1000), jti: 'j', ...claims };
    return new SignJWT(token).setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'logout+jwt' }).sign(key);
  }

  async #serve(...[request, response]: Parameters<Parameters<typeof createServer>[1] & object>): Promise<void> {
    if (request.url?.startsWith('/interaction/')) {
      const result = this.refuse ?? { login: { accountId: 'acc-nadia', acr: this.acr, amr: ['sc', 'pin', 'mfa'] } };
      return this.#provider.interactionFinished(request, response, result);
    }
    if (!request.url?.startsWith('/access/v1/')) return void this.#provider.callback()(request, response);
    const token = await this.#provider.ClientCredentials.find(request.headers.authorization?.replace('Bearer ', '') ?? '');
    if (token?.scope !== 'access:evaluate') return void response.writeHead(401).end();
    const asked = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Evaluations & Evaluation;
    const { subject, evaluations = [asked] } = asked;
    this.asked.push({ subject, evaluations });
    const answers = evaluations.map(this.answer);
    const answer = request.url.endsWith('/evaluation') ? answers[0] : { evaluations: answers };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }
}

const grants = new Set<string>();

function configuration(portalOrigin: string, key: object): Configuration {
  const claims = {
    name: 'Nadia Haddad',
    national_id: '899700000161',
    profession: [{ profession: '60', category: 'C', skill: '' }],
    activity: { id: 'a', label: 'Infirmier · MAISON DE SANTE (salarié)' },
  };
  return {
    jwks: { keys: [key as never] },
    clients: [
      {
        client_id: 'dossiers',
        client_secret: 'a-secret',
        redirect_uris: [`${portalOrigin}/callback`],
        post_logout_redirect_uris: [`${portalOrigin}/signed-out`],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    scopes: ['openid', 'profile', 'professional', 'access:evaluate'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
      profile: ['name'],
      professional: ['national_id', 'profession', 'activity'],
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      backchannelLogout: { enabled: true },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: () => true,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session!.accountId!, clientId: ctx.oidc.client!.clientId });
      grant.addOIDCScope('openid profile professional');
      grants.add(await grant.save());
      return grant;
    },
  };
}
