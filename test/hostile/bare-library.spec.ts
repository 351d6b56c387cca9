import { createServer, type Server } from 'node:http';
import type { Request } from 'express';
import { Strategy } from 'passport-openidconnect';
import { freePorts } from '@habilis/test/ports';
import { startSimulator, type FaultId, type Simulator } from '@habilis/simulator';
import { Browser } from './browser.ts';

/**
 * passport-openidconnect alone, set up as its manual says, facing the same upstream.
 *
 * What it accepts here is what our strategy is for: each of these attacks is refused in the other files of this folder.
 * A row that turns red means that the library has learnt to refuse it.
 */
describe('the bare library', () => {
  let simulator: Simulator;
  let server: Server;
  let origin: string;
  let answer: { user?: unknown; error?: unknown; failed?: unknown };

  beforeAll(async () => {
    const [port] = await freePorts(1);
    origin = `http://localhost:${port}`;
    const callbackURL = `${origin}/upstream/psc/callback`;
    simulator = await startSimulator({ iamOrigins: [origin] });
    const { issuer, authorizationEndpoint } = simulator.psc;
    const at = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
    const strategy = new Strategy(
      {
        ...{ issuer, callbackURL, authorizationURL: authorizationEndpoint, tokenURL: at('token'), userInfoURL: at('userinfo') },
        ...{ clientID: 'habilis', clientSecret: 'habilis-psc-development', scope: ['scope_all'], acrValues: 'eidas1', nonce: true },
      },
      // Nine parameters: with fewer the profile is not read.
      (
        _issuer: string,
        profile: unknown,
        _id: unknown,
        _context: unknown,
        _token: unknown,
        _access: unknown,
        _refresh: unknown,
        _all: unknown,
        done: (error: null, user: unknown) => void,
      ) => done(null, profile),
    );
    const session = {};
    server = createServer((req, res) => {
      const query = Object.fromEntries(new URL(req.url!, origin).searchParams);
      const end = (found: typeof answer) => {
        answer = found;
        res.end();
      };
      const one = Object.assign(Object.create(strategy) as typeof strategy, {
        success: (user: unknown) => end({ user }),
        error: (error: unknown) => end({ error }),
        fail: (failed: unknown) => end({ failed }),
        redirect: (url: string) => res.writeHead(302, { location: url }).end(),
      });
      one.authenticate(Object.assign(req, { query, session }) as unknown as Request, {});
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await simulator.stop();
  });

  const signIn = async (fault: FaultId) => {
    answer = {};
    const browser = new Browser();
    const left = await browser.request(`${origin}/start`);
    const away = new URL(left.headers.get('location')!);
    away.searchParams.set('login_hint', 'persona:claire-moreau');
    simulator.setFault({ fault });
    await browser.follow(await browser.request(away.href), away.href);
    simulator.clearFaults();
    return answer;
  };

  // prettier-ignore
  it.each([
    [5,  'callback-iss-missing'],
    [5,  'callback-iss-wrong'],
    [5,  'callback-iss-other-upstream'],
    [9,  'alg-none'],
    [10, 'alg-hs256-secret'],
    [11, 'alg-hs256-public-key'],
    [12, 'alg-es256'],
    [12, 'alg-ps512'],
    [13, 'kid-unknown'],
    [13, 'signature-wrong'],
    [14, 'jwks-empty'],
    [15, 'header-jku'],
    [15, 'header-x5u'],
    [15, 'header-jwk'],
    [15, 'header-crit'],
    [17, 'iat-future'],
    [18, 'at-hash-wrong'],
    [19, 'userinfo-sub-other'],
    [19, 'userinfo-sub-missing'],
    [20, 'userinfo-error-json'],
    [20, 'userinfo-10mb'],
    [20, 'userinfo-deep'],
    [20, 'userinfo-wrong-type'],
    [20, 'userinfo-array'],
    [22, 'acr-absent'],
    [22, 'acr-lower'],
    [22, 'acr-unknown'],
    [22, 'acr-array'],
    [23, 'auth-time-old'],
    [23, 'auth-time-missing'],
    [32, 'token-type-mac'],
  ] as const satisfies readonly (readonly [number, FaultId])[])('[%i] %s is ACCEPTED by passport-openidconnect', async (_number, fault) => {
    expect((await signIn(fault)).user).toBeDefined();
  });

  it('[19] userinfo-sub-other: and the person becomes whoever userinfo names', async () => {
    expect((await signIn('userinfo-sub-other')).user).toMatchObject({ id: expect.stringContaining('899700000310') });
  });

  it('[35] an error nobody asked about is taken for an answer, its state unread', async () => {
    answer = {};
    await new Browser().request(`${origin}/upstream/psc/callback?error=server_error&error_description=%3Cb%3E&state=never-given`);
    expect(answer.error).toMatchObject({ name: 'AuthorizationError', message: '<b>' });
  });
});
