import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { BareUpstream, type BareUpstreamOptions } from './bare-upstream.ts';
import { plainAdapters } from './plain-adapter.ts';

/**
 * R, the yardstick: bare `oidc-provider` on the smallest PostgreSQL adapter worth the name.
 *
 * No standing, no facts, no charter: `/sign-in/:uid` answers the login prompt for anybody, or for whoever comes back from
 * the upstream of BENCH_UPSTREAM. A process of its own, told by PORT, DATABASE_URL and BENCH_PORTAL (JSON).
 */
const port = Number(process.env['PORT']);
const portal = JSON.parse(process.env['BENCH_PORTAL']!) as { id: string; secret: string; redirectUri: string; scope: string };
const { adapters } = await plainAdapters(process.env['DATABASE_URL']!);

const key = async (alg: 'RS256' | 'ES256') => ({
  ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)),
  alg,
  use: 'sig',
});

const provider = new Provider(`http://localhost:${port}`, {
  adapter: adapters,
  clients: [
    {
      client_id: portal.id,
      client_secret: portal.secret,
      redirect_uris: [portal.redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [await key('ES256'), await key('RS256')] },
  cookies: { keys: ['bench'] },
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'], profile: ['name'] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
  },
  pkce: { required: () => true },
  interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
  findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, name: 'Banc d’essai' }) }),
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session!.accountId!, clientId: ctx.oidc.client!.clientId });
    grant.addOIDCScope(portal.scope);
    await grant.save();
    return grant;
  },
});

const { BENCH_UPSTREAM } = process.env;
const upstream = BENCH_UPSTREAM ? await BareUpstream.open(JSON.parse(BENCH_UPSTREAM) as BareUpstreamOptions) : undefined;

let signIns = 0;
provider.use(async (ctx, next) => {
  if (upstream && ctx.path === '/upstream/psc/callback') return ctx.redirect(`/sign-in/${await upstream.comeBack(ctx.URL)}`);
  if (!ctx.path.startsWith('/sign-in/')) return next();
  const uid = ctx.path.slice('/sign-in/'.length);
  const accountId = upstream ? upstream.take(uid) : `acc-bench-${++signIns}`;
  if (accountId === undefined) return ctx.redirect(await upstream!.leave(uid));
  ctx.respond = false;
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId, amr: ['pwd'] } });
});
provider.listen(port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
