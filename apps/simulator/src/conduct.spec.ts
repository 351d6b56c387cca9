import { startSimulator, type Simulator } from './index.ts';
import { Service } from './testing/service.ts';
import { Visitor } from './testing/visitor.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;

let simulator: Simulator;
let now = START;
const usual = {
  client_id: 'habilis',
  redirect_uri: 'http://localhost:4400/upstream/psc/callback',
  response_type: 'code',
  scope: 'openid scope_all',
  acr_values: 'eidas1',
  state: 's',
  nonce: 'n',
};
const defaults = {
  strict: true,
  issOnCallback: true,
  shape: '2023-11',
  logoutState: true,
  refreshRotation: true,
  latencyMs: 0,
  errorRate: 0,
  clockOffsetSeconds: 0,
} as const;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => now });
});
afterAll(() => simulator.stop());
afterEach(() => {
  now = START;
  simulator.psc.change(defaults);
});

const authorizationUrl = (change: Record<string, string | undefined> = {}) => {
  const params = Object.entries({ ...usual, ...change }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${simulator.psc.authorizationEndpoint}?${new URLSearchParams(params)}`;
};
const ask = (change: Record<string, string | undefined> = {}, visitor = new Visitor()) => visitor.request(authorizationUrl(change));
const errorOf = (answer: Response) => new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('error');
const token = (form: Record<string, string>) =>
  fetch(`${simulator.psc.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('habilis:habilis-psc-development')}` },
    body: new URLSearchParams(form),
  });
const exchange = async (callback: URL, extra: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code: callback.searchParams.get('code')!, redirect_uri: usual.redirect_uri, ...extra });
const signedIn = async () => (await exchange(await new Visitor().signIn(authorizationUrl(), 'claire-moreau'))).json();
const userinfo = (access: string, method = 'GET') =>
  fetch(`${simulator.psc.issuer}/protocol/openid-connect/userinfo`, { method, headers: { authorization: `Bearer ${access}` } });

describe('who may be answered', () => {
  it.each([
    ['an unknown client', { client_id: 'stranger' }],
    ['an unknown address', { redirect_uri: 'http://localhost:4400/elsewhere' }],
    ['an address with one more character', { redirect_uri: `${usual.redirect_uri}/` }],
    ['no address', { redirect_uri: undefined }],
  ])('%s sees a page and is redirected nowhere', async (_, change) => {
    const answer = await ask(change);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    expect(await answer.text()).toContain('SIMULATEUR');
  });
});

describe('what is asked', () => {
  it.each([
    ['without scope_all', { scope: 'openid' }, 'invalid_scope'],
    ['without acr_values', { acr_values: undefined }, 'invalid_request'],
    ['without state', { state: undefined }, 'invalid_request'],
    ['without nonce', { nonce: undefined }, 'invalid_request'],
    ['with a plain challenge', { code_challenge: 'x', code_challenge_method: 'plain' }, 'invalid_request'],
  ])('%s is refused when strict, let pass when lenient', async (_, change, error) => {
    expect(errorOf(await ask(change))).toBe(error);
    simulator.psc.change({ strict: false });
    expect((await ask(change)).status).toBe(200);
  });

  it.each([
    ['the implicit grant', { response_type: 'id_token token' }, 'unsupported_response_type'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['prompt none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: '-1' }, 'invalid_request'],
  ])('is never %s', async (_, change, error) => {
    simulator.psc.change({ strict: false });
    expect(errorOf(await ask(change))).toBe(error);
  });

  it('takes a plain challenge when lenient, and checks it', async () => {
    simulator.psc.change({ strict: false });
    const url = authorizationUrl({ code_challenge: 'a-verifier', code_challenge_method: 'plain' });
    const verified = async (verifier: string) =>
      (await exchange(await new Visitor().signIn(url, 'claire-moreau'), { code_verifier: verifier })).status;
    expect([await verified('a-verifier'), await verified('another')]).toEqual([200, 400]);
  });

  it('carries iss back, or not', async () => {
    const back = () => new Visitor().signIn(authorizationUrl(), 'claire-moreau');
    expect((await back()).searchParams.get('iss')).toBe(simulator.psc.issuer);
    simulator.psc.change({ issOnCallback: false });
    expect((await back()).searchParams.has('iss')).toBe(false);
    expect((await (await fetch(simulator.psc.discoveryUrl)).json()).authorization_response_iss_parameter_supported).toBe(false);
  });
});

describe('the session of the upstream', () => {
  const returning = async (minutes: number, change: Record<string, string> = {}) => {
    const visitor = new Visitor();
    await visitor.signIn(authorizationUrl(), 'claire-moreau');
    now += minutes * MINUTE;
    return ask(change, visitor);
  };

  it.each([
    ['signs in without a page', 29, {}, 303],
    ['ends after thirty idle minutes', 30, {}, 200],
    ['shows the page again for prompt=login', 1, { prompt: 'login' }, 200],
    ['shows the page again past max_age', 2, { max_age: '60' }, 200],
    ['signs in within max_age', 2, { max_age: '180' }, 303],
  ])('%s', async (_, minutes, change, status) => {
    expect((await returning(minutes, change)).status).toBe(status);
  });

  it('ends after four hours, even in use', async () => {
    const visitor = new Visitor();
    await visitor.signIn(authorizationUrl(), 'claire-moreau');
    const statuses = [];
    for (let use = 0; use < 12; use += 1) {
      now += 20 * MINUTE;
      statuses.push((await ask({}, visitor)).status);
    }
    expect(statuses).toEqual([...Array(11).fill(303), 200]);
  });

  it('answers login_required to prompt=none without session', async () => {
    expect(errorOf(await ask({ prompt: 'none' }))).toBe('login_required');
  });

  it('forgets the phone after two minutes', async () => {
    const visitor = new Visitor();
    const page = await (await ask({}, visitor)).text();
    const phone = await (await visitor.post(authorizationUrl(), '/login', page, { persona: 'amelie-roux', means: 'MOBILE' })).text();
    now += 2 * MINUTE;
    const late = await visitor.post(authorizationUrl(), '/phone', phone, { decision: 'approve' });
    expect([late.status, (await late.text()).includes('n’a pas répondu à temps')]).toEqual([200, true]);
  });

  it('comes back with access_denied when the person gives up', async () => {
    const visitor = new Visitor();
    const page = await (await ask({}, visitor)).text();
    expect(errorOf(await visitor.post(authorizationUrl(), '/login', page, { decision: 'cancel' }))).toBe('access_denied');
  });
});

describe('what expires', () => {
  it.each([
    [59, 200],
    [60, 400],
  ])('a code, %i seconds later: %i', async (seconds, status) => {
    const callback = await new Visitor().signIn(authorizationUrl(), 'claire-moreau');
    now += seconds * 1_000;
    expect((await exchange(callback)).status).toBe(status);
  });

  it.each([
    [119, 200],
    [120, 401],
  ])('an access token, %i seconds later: %i', async (seconds, status) => {
    const { access_token } = await signedIn();
    now += seconds * 1_000;
    const answer = await userinfo(access_token, 'POST');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')?.includes('invalid_token') ?? false).toBe(status === 401);
  });

  it.each([
    [29, 200],
    [30, 400],
  ])('a refresh token, %i minutes later: %i', async (minutes, status) => {
    const { refresh_token } = await signedIn();
    now += minutes * MINUTE;
    expect((await token({ grant_type: 'refresh_token', refresh_token })).status).toBe(status);
  });

  it('keeps the same refresh token when rotation is off', async () => {
    simulator.psc.change({ refreshRotation: false });
    const { refresh_token } = await signedIn();
    expect((await (await token({ grant_type: 'refresh_token', refresh_token })).json()).refresh_token).toBe(refresh_token);
  });
});

describe('userinfo over the years', () => {
  it.each([
    ['2021', { top: false, inside: true, email: true, mode: false }],
    ['2023-02', { top: false, inside: true, email: false, mode: true }],
    ['2023-11', { top: true, inside: false, email: false, mode: true }],
  ] as const)('%s', async (shape, expected) => {
    simulator.psc.change({ shape });
    const about = await (await userinfo((await signedIn()).access_token)).json();
    expect({
      top: 'codeCivilite' in about,
      inside: 'codeCivilite' in about.SubjectRefPro,
      email: 'email_verified' in about,
      mode: 'authMode' in about,
    }).toEqual(expected);
  });

  it('may be a signed token', async () => {
    simulator.psc.change({ signedUserinfo: true });
    const answer = await userinfo((await signedIn()).access_token);
    simulator.psc.change({ signedUserinfo: false });
    expect([answer.headers.get('content-type'), (await answer.text()).split('.').length]).toEqual(['application/jwt', 3]);
  });
});

describe('who calls the token endpoint', () => {
  const asked = (headers: Record<string, string>, form: Record<string, string> = {}) =>
    fetch(`${simulator.psc.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', ...form }),
    });

  it('is refused with 401 without the right secret', async () => {
    const answer = await asked({ authorization: `Basic ${btoa('habilis:wrong')}` });
    expect([answer.status, (await answer.json()).error, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'invalid_client',
      'Basic realm="simulateur"',
    ]);
  });

  it('is refused a secret when only certificates are good', async () => {
    simulator.psc.change({ clientAuth: 'mtls' });
    const answer = await asked({ authorization: `Basic ${btoa('habilis:habilis-psc-development')}` });
    simulator.psc.change({ clientAuth: 'secret' });
    expect(answer.status).toBe(401);
  });

  it.each(['password', 'implicit', '__proto__'])('may not use the grant type %s', async (type) => {
    const answer = await asked({}, { client_id: 'habilis', client_secret: 'habilis-psc-development', grant_type: type });
    expect((await answer.json()).error).toBe('unsupported_grant_type');
  });
});

describe('what is slow, late or broken by setting', () => {
  it('waits, tells another time, fails at random', async () => {
    simulator.psc.change({ latencyMs: 120, clockOffsetSeconds: 3_600 });
    const before = performance.now();
    const service = await Service.at(simulator.psc, 'psc');
    expect(performance.now() - before).toBeGreaterThan(110);
    simulator.psc.change({ latencyMs: 0 });
    const tokens = await signedIn();
    expect(service.config.serverMetadata().issuer).toBe(simulator.psc.issuer);
    expect(JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString()).iat).toBe(START / 1_000 + 3_600);
  });

  it('fails by the same series for the same seed', async () => {
    const series = async (seed: number) => {
      simulator.psc.change({ errorRate: 0.5, seed });
      const statuses = [];
      for (let call = 0; call < 12; call += 1) statuses.push((await fetch(simulator.psc.discoveryUrl)).status);
      return statuses;
    };
    const first = await series(7);
    expect(await series(7)).toEqual(first);
    expect(await series(8)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });
});
