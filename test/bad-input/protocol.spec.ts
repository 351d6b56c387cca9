import { Dossiers } from '../support/dossiers.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { Visitor } from '../support/visitor.ts';
import { Witness } from '../support/witness.ts';
import { isText, POISONED_ADDRESS, POISONS, spoiltForm, spoiltJson, type Bad } from './malformed.ts';
import type { Raw } from './raw.ts';
import { bodiesTo, tryAll, type Trial } from './trial.ts';

const CLIENT = { authorization: `Basic ${Buffer.from('dossiers:dossiers-development-secret-0123456789abcdef').toString('base64')}` };

let stack: Stack;
let trial: Trial;
let dossiers: Dossiers;
beforeAll(async () => {
  stack = await startStack();
  trial = { origin: stack.issuer, witness: new Witness(stack.databaseUrl) };
  dossiers = new Dossiers(stack);
}, 120_000);
afterAll(async () => {
  await trial?.witness.close();
  await stack?.stop();
});

const post = (path: string, headers: Record<string, string> = CLIENT) => ({ method: 'POST', path, headers });

/** What a machine may send to each endpoint that takes a form; right, but for a code or token that nobody has. */
const FORMS: readonly [string, string, Record<string, string>][] = [
  [
    'token, for a code',
    '/token',
    { grant_type: 'authorization_code', code: 'x'.repeat(43), redirect_uri: 'http://localhost/callback', code_verifier: 'v'.repeat(43) },
  ],
  ['token, for a refresh', '/token', { grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) }],
  ['token, for a device', '/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x'.repeat(43) }],
  ['token, for another grant', '/token', { grant_type: 'password', username: 'sophie', password: 'x' }],
  ['the push of a request', '/request', { client_id: 'dossiers', response_type: 'token', redirect_uri: 'https://evil.example/' }],
  ['the start of a device', '/device/auth', { client_id: 'dossiers', scope: 'nothing' }],
];

describe('the endpoints of the provider for machines', () => {
  it.each(FORMS)('refuse every spoilt form at %s', async (_, path, form) => {
    expect(
      await tryAll(trial, [
        [
          'as it is',
          {
            ...post(path),
            headers: { ...CLIENT, 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams(form).toString(),
          },
        ],
        ...bodiesTo(post(path), spoiltForm(form)),
      ]),
    ).toEqual([]);
  });

  /** A token that is nobody's is an answer; and the engine takes a form for what it holds, whatever its labels say. */
  const READ_ALL_THE_SAME = /^token (is|as)|^a thousand fields|packing|packed|charset/;

  /** Where a token that means nothing is an answer and not a fault, only what is no form at all is refused. */
  it.each(['/token/introspection', '/token/revocation'])('refuse what is no form at %s', async (path) => {
    const noForms = spoiltForm({ token: 'x' }).filter(([name]) => !READ_ALL_THE_SAME.test(name));
    expect(await tryAll(trial, bodiesTo(post(path), noForms))).toEqual([]);
  });

  it.each(['/token', '/request', '/token/introspection', '/token/revocation', '/device/auth'])(
    'refuse who is not a portal, at %s',
    async (path) => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
      const strangers: Bad<Record<string, string>>[] = [
        ['nobody', {}],
        ['a wrong secret', basic('dossiers:wrong')],
        ['an unknown portal', basic('nobody:nothing')],
        ['no secret', basic('dossiers')],
        ['a prototype', basic('__proto__:x')],
        ['bad encoding', { authorization: 'Basic %%%' }],
        ['bad percent-encoding', basic('dossiers:%E0%A4%A')],
        ['a NUL', basic('dossiers:\u0000')],
        ['an empty scheme', { authorization: ' ' }],
        ['another scheme', { authorization: 'Digest x' }],
        ['a bearer', { authorization: 'Bearer x' }],
        ['ten thousand letters', basic(`dossiers:${'x'.repeat(10_000)}`)],
      ];
      const body = 'grant_type=client_credentials&token=x&client_secret=x';
      const more: Bad<Raw>[] = [
        [
          'an assertion that is none',
          {
            ...post(path, form),
            body: `${body}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=x.y.z`,
          },
        ],
        ['an unknown portal in the form', { ...post(path, form), body: 'client_id=%3Cscript%3E&grant_type=client_credentials' }],
      ];
      expect(
        await tryAll(trial, [
          ...strangers.map(([who, headers]): Bad<Raw> => [who, { ...post(path, { ...headers, ...form }), body }]),
          ...more,
        ]),
      ).toEqual([]);
    },
  );

  it('refuse proofs of possession that are none', async () => {
    const form = { ...CLIENT, 'content-type': 'application/x-www-form-urlencoded' };
    const proofs = ['x', 'a.b.c', `${'x'.repeat(10_000)}`, '<script>', 'eyJhbGciOiJub25lIn0.e30.'];
    expect(
      await tryAll(
        trial,
        proofs.map((dpop): Bad<Raw> => [
          dpop.slice(0, 30),
          { ...post('/token', { ...form, dpop }), body: 'grant_type=client_credentials&scope=access:evaluate' },
        ]),
      ),
    ).toEqual([]);
  });

  it('refuse tokens that open nothing, at /me', async () => {
    const bearers = ['Bearer x', 'Bearer', 'Bearer <script>', `Bearer ${'x'.repeat(10_000)}`, 'Basic x', 'DPoP x', ' '];
    const asked = ['GET', 'POST'].flatMap((method) =>
      bearers.map((authorization): Bad<Raw> => [
        `${method} ${authorization.slice(0, 30)}`,
        { method, path: '/me', headers: { authorization } },
      ]),
    );
    const twice: Bad<Raw>[] = [
      ['in the address', { method: 'GET', path: '/me?access_token=x' }],
      [
        'two at once',
        { ...post('/me', { authorization: 'Bearer x', 'content-type': 'application/x-www-form-urlencoded' }), body: 'access_token=y' },
      ],
    ];
    expect(await tryAll(trial, [...asked, ...twice])).toEqual([]);
  });

  it('refuse methods that are not theirs', async () => {
    const addresses = [
      '/auth',
      '/token',
      '/request',
      '/me',
      '/jwks',
      '/token/introspection',
      '/token/revocation',
      '/device/auth',
      '/session/end',
      '/session/end/confirm',
      '/.well-known/openid-configuration',
    ];
    const seen = await Promise.all(
      addresses.flatMap((path) => ['PUT', 'DELETE', 'PATCH'].map(async (method) => (await fetch(stack.issuer + path, { method })).status)),
    );
    expect(seen.filter((status) => status < 400 || status > 499)).toEqual([]);
  });
});

describe('a request to sign in', () => {
  /** A request that would be right, with parameters changed, taken away (null) or added as they are. */
  async function request(changed: Record<string, string | null>, added = ''): Promise<Raw> {
    const url = new URL((await dossiers.begin()).url);
    for (const [name, value] of Object.entries(changed)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return { method: 'GET', path: url.pathname + url.search + added, headers: { accept: 'text/html' } };
  }
  const all = (changes: readonly Bad<Record<string, string | null>>[]) =>
    Promise.all(changes.map(async ([name, changed]): Promise<Bad<Raw>> => [name, await request(changed)]));

  it('that cannot be sent back is refused on a page', async () => {
    const poisoned = POISONS.filter(([, text]) => isText(text));
    const changes = ['client_id', 'redirect_uri'].flatMap((name): Bad<Record<string, string | null>>[] => [
      [`without ${name}`, { [name]: null }],
      ...poisoned.map(([what, text]) => [`${name} is ${what}`, { [name]: text }] as const),
    ]);
    const foreign = ['https://evil.example/callback', `${stack.portal}/callback/../other`, `${stack.portal}/callback?x=1`, `${stack.portal}/callback#x`, `${stack.portal}.evil.example/callback`, 'javascript:alert(1)', 'data:text/html,x']; // prettier-ignore
    const twice = await Promise.all(
      ['client_id=x', 'redirect_uri=https://evil.example', '%63lient_id=x'].map(async (added): Promise<Bad<Raw>> => [
        `${added} besides`,
        await request({}, `&${added}`),
      ]),
    );
    const raw = await Promise.all(
      POISONED_ADDRESS.slice(-4).map(async ([what, value]): Promise<Bad<Raw>> => [
        `redirect_uri is ${what}`,
        await request({ redirect_uri: null }, `&redirect_uri=${value}`),
      ]),
    );
    expect(
      await tryAll(trial, [...(await all([...changes, ...foreign.map((uri) => [uri, { redirect_uri: uri }] as const)])), ...twice, ...raw]),
    ).toEqual([]);
  });

  it('that can is sent back to its portal with an error', async () => {
    const changes: Bad<Record<string, string | null>>[] = [
      ['no kind of answer', { response_type: null }],
      ['another kind of answer', { response_type: 'token' }],
      ['an unknown kind of answer', { response_type: '<script>' }],
      ['no challenge', { code_challenge: null }],
      ['a plain challenge', { code_challenge_method: 'plain' }],
      ['a challenge too short', { code_challenge: 'x' }],
      ['a challenge that is markup', { code_challenge: `<script>${'x'.repeat(40)}` }],
      ['an unknown prompt', { prompt: 'dance' }],
      ['two prompts that exclude one another', { prompt: 'none login' }],
      ['an age that is none', { max_age: '-1' }],
      ['an age that is a word', { max_age: 'old' }],
      ['an age without end', { max_age: '9'.repeat(400) }],
      ['claims that are no JSON', { claims: '{' }],
      ['claims that are a list', { claims: '[]' }],
      ['a hint that is no token', { id_token_hint: 'x.y.z' }],
      ['a request object', { request: 'x.y.z' }],
      ['a request from elsewhere', { request_uri: 'https://evil.example/request' }],
      ['a pushed request nobody pushed', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }],
      ['an unknown way back', { response_mode: 'pigeon' }],
      ['a resource that is no address', { resource: 'x' }],
      ['a resource nobody has', { resource: 'https://evil.example/' }],
      ['a scope without openid', { scope: '' }],
      ['an unheard level', { acr_values: 'x'.repeat(10_000), prompt: 'none' }],
      ['nobody there, silently', { prompt: 'none' }],
      ['a NUL in the state', { state: 'x\u0000' }],
    ];
    const twice = await Promise.all(
      ['scope=openid', 'state=x', 'nonce=x', 'response_type=code'].map(async (added): Promise<Bad<Raw>> => [
        `${added} besides`,
        await request({}, `&${added}`),
      ]),
    );
    expect(await tryAll({ ...trial, expected: { sentBackTo: `${stack.portal}/callback` } }, [...(await all(changes)), ...twice])).toEqual(
      [],
    );
  });

  it('brings its state back as it was, and nothing of it into a header', async () => {
    for (const [, state] of POISONS.filter(([name, text]) => text !== '' && name !== 'a NUL' && isText(text))) {
      const { method, path } = await request({ state, prompt: 'none' });
      const response = await fetch(stack.issuer + path, { method, redirect: 'manual' });
      expect(response.headers.get('x-injected')).toBeNull();
      expect(new URL(response.headers.get('location')!).searchParams.get('state')).toBe(state);
    }
  });
});

describe('a sign-out', () => {
  it('that names what is not there is refused on a page', async () => {
    const queries = ['id_token_hint=x.y.z', 'client_id=nobody', 'client_id=%3Cscript%3E', 'client_id=dossiers&post_logout_redirect_uri=https://evil.example/', 'post_logout_redirect_uri=javascript:alert(1)&client_id=dossiers', 'client_id=dossiers&client_id=x', 'id_token_hint=%00', 'client_id=%C3%28', 'client_id=__proto__']; // prettier-ignore
    expect(
      await tryAll(
        trial,
        queries.map((query): Bad<Raw> => [query, { method: 'GET', path: `/session/end?${query}`, headers: { accept: 'text/html' } }]),
      ),
    ).toEqual([]);
  });

  it('that nobody asked for is refused', async () => {
    expect(
      await tryAll(
        trial,
        bodiesTo(
          { method: 'POST', path: '/session/end/confirm', headers: { accept: 'text/html' } },
          spoiltForm({ xsrf: 'x', logout: 'yes' }),
        ),
      ),
    ).toEqual([]);
  });
});

describe('the code of a device', () => {
  it('that cannot be is refused on a page, which lets the person try again', async () => {
    const forms = spoiltForm({ xsrf: 'x', user_code: 'BBBB-BBBB' });
    const anonymous = bodiesTo({ method: 'POST', path: '/device', headers: { accept: 'text/html' } }, forms);
    expect(
      await tryAll(trial, [
        ...anonymous,
        ['a sign-in nobody began', { method: 'GET', path: '/device/auth', headers: { accept: 'text/html' } }],
      ]),
    ).toEqual([]);
    const person = new Visitor(stack, 'claire-moreau');
    const refused = await person.go(`${stack.issuer}/device`, {
      method: 'POST',
      body: 'user_code=BBBB-BBBB',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: stack.issuer },
    });
    const again = await person.submit(refused, '/device', { user_code: 'BBBB-BBBB' });
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('Ce code n’existe pas')]);
  });
});

describe('a question about access', () => {
  const question = { subject: { type: 'person', id: 'x' }, action: { name: 'read' }, resource: { type: 'PatientFile', id: 'dos-1001' } };

  it('is refused when it is spoilt', async () => {
    const headers = { authorization: `Bearer ${await dossiers.machineToken()}` };
    const bodies = spoiltJson(question);
    expect(
      await tryAll(
        { ...trial, expected: { never: ['access.caller-unknown'] } },
        bodiesTo({ method: 'POST', path: '/access/v1/evaluation', headers }, bodies),
      ),
    ).toEqual([]);
    const many = bodies.filter(([name]) => !/^without|^an empty body/.test(name));
    expect(
      await tryAll(
        { ...trial, expected: { never: ['access.caller-unknown'] } },
        bodiesTo({ method: 'POST', path: '/access/v1/evaluations', headers }, many),
      ),
    ).toEqual([]);
  });

  it('is refused to whoever brings no token of a portal', async () => {
    const headers = { 'content-type': 'application/json' };
    const strangers = [undefined, 'Bearer x', 'Bearer <script>', 'Basic %%%', `Bearer ${'x'.repeat(10_000)}`, CLIENT.authorization];
    const asked = ['/access/v1/evaluation', '/access/v1/evaluations'].flatMap((path) =>
      strangers.map((authorization): Bad<Raw> => [
        `${path} ${authorization?.slice(0, 20)}`,
        { method: 'POST', path, headers: { ...headers, ...(authorization && { authorization }) }, body: JSON.stringify(question) },
      ]),
    );
    expect(
      await tryAll(trial, [
        ...asked,
        ...['GET', 'PUT', 'DELETE'].map((method): Bad<Raw> => [method, { method, path: '/access/v1/evaluation' }]),
      ]),
    ).toEqual([]);
  });
});
