import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair } from 'jose';
import { Guard } from './guard.ts';
import { admissionOf, middleware } from './middleware.ts';
import { AHabilis, json } from './testing/a-habilis.ts';

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let habilis: AHabilis;
let troubles: Error[];

beforeEach(async () => {
  troubles = [];
  habilis = await new AHabilis().start();
});
afterEach(() => habilis.stop());

const settings = (change: object = {}) => ({
  issuer: habilis.issuer,
  clientId: 'dossiers',
  clientSecret: 's: &cret',
  timeout: 300,
  report: (trouble: Error) => void troubles.push(trouble),
  ...change,
});
const guardOf = (change: object = {}) => new Guard(settings(change));
const reading = { question: () => ({ action: 'read', resource: { type: 'PatientFile', id: 'dos-1' } }) };
const wayOf = (work: Promise<unknown>) => work.then(() => 'in', (refused: { way?: string }) => refused.way); // prettier-ignore
const open = (guard = guardOf(), token = 'a-token') => wayOf(guard.admit({ token }, reading));

describe('a token', () => {
  it('is asked about in the portal’s own name, which is written so that no sign of it is lost', async () => {
    expect(await open()).toBe('in');
    const { authorization, body } = habilis.asked.find(({ path }) => path === '/introspect')!;
    expect(Buffer.from(authorization!.slice(6), 'base64').toString()).toBe('dossiers:s%3A+%26cret');
    expect(body).toBe('token=a-token');
  });

  it.each([
    ['that ended', { active: false }],
    ['of another portal', { client_id: 'agenda' }],
    ['made for an API', { aud: 'https://api.example' }],
    ['of a machine', { sub: undefined }],
    ['that is a refresh token', { token_type: undefined }],
    ['bound to a key nobody shows', { cnf: { jkt: 'x' } }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['whose time is over', { exp: 1 }],
    ['whose time is no number', { exp: 'tomorrow' }],
    ['of nobody', { sub: '' }],
    ['of a person who is no text', { sub: { $ne: null } }],
  ])('%s opens nothing', async (_what, change) => {
    habilis.answers['/introspect'] = json(habilis.active(change));
    expect(await open()).toBe('token-not-active');
    expect(habilis.calls('/access/v1/evaluation')).toBe(0);
  });

  it('made for the API that this is opens it, from whichever portal', async () => {
    habilis.answers['/introspect'] = json(habilis.active({ client_id: 'agenda', aud: 'https://api.example' }));
    expect(await open(guardOf({ audience: 'https://api.example' }))).toBe('in');
  });

  it('that the portal keeps may be a refresh token, with the level the ID token told', async () => {
    habilis.answers['/introspect'] = json(habilis.active({ token_type: undefined, acr: 'eidas3' }));
    const guard = guardOf();
    expect(await wayOf(guard.admit({ token: 't', kept: { acr: 'eidas1' } }, { acr: 'eidas2' }))).toBe('recognise-again');
    expect(await wayOf(guard.admit({ token: 't', kept: { acr: 'eidas2' } }, { acr: 'eidas2' }))).toBe('in');
  });
});

describe('a signed token', () => {
  const audience = 'https://api.example';
  const claims = () => ({ sub: 'acc-nadia', client_id: 'agenda', aud: audience, exp: Math.floor(Date.now() / 1000) + 60 });

  it('is checked with the issuer’s keys, without asking about it', async () => {
    expect(await open(guardOf({ audience }), await habilis.sign(claims(), 'at+jwt'))).toBe('in');
    expect(habilis.calls('/introspect')).toBe(0);
  });

  it.each([
    ['for another API', { aud: 'https://other.example' }, 'at+jwt'],
    ['that ended', { exp: 1 }, 'at+jwt'],
    ['without an end', { exp: undefined }, 'at+jwt'],
    ['of another issuer', { iss: 'https://evil.example' }, 'at+jwt'],
    ['that is an ID token', {}, 'JWT'],
    ['that is a logout token', {}, 'logout+jwt'],
    ['bound to a key', { cnf: { jkt: 'x' } }, 'at+jwt'],
  ])('%s opens nothing', async (_what, change, typ) => {
    expect(await open(guardOf({ audience }), await habilis.sign({ ...claims(), ...change }, typ))).toBe('token-not-active');
  });

  it('signed by someone else, by nobody, or with the public key as a secret opens nothing', async () => {
    const guard = guardOf({ audience });
    const { privateKey } = await generateKeyPair('ES256');
    expect(await open(guard, await habilis.sign(claims(), 'at+jwt', privateKey))).toBe('token-not-active');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'HS256'])
      expect(await open(guard, `${part({ alg, typ: 'at+jwt', kid: 'k' })}.${part({ iss: habilis.issuer, ...claims() })}.eA`)).toBe(
        'token-not-active',
      );
  });

  it('opens nothing while no API is named, and nothing while the keys cannot be read', async () => {
    const token = await habilis.sign(claims(), 'at+jwt');
    expect(await open(guardOf(), token)).toBe('token-not-active');
    habilis.answers['/jwks'] = json({}, 500);
    expect(await open(guardOf({ audience }), token)).toBe('unanswered');
  });
});

describe('how surely and recently', () => {
  const admit = (need: object, told: object = {}) => {
    habilis.answers['/introspect'] = json(habilis.active(told));
    return wayOf(guardOf().admit({ token: 't' }, need));
  };
  const ago = (seconds: number) => ({ auth_time: Math.floor(Date.now() / 1000) - seconds });

  it.each([
    ['eidas2', 'eidas2', 'in'],
    ['eidas2', 'eidas3', 'in'],
    ['eidas3', 'eidas2', 'recognise-again'],
    ['urn:habilis:acr:phishing-resistant', 'eidas3', 'recognise-again'],
    ['urn:habilis:acr:phishing-resistant', 'urn:habilis:acr:phishing-resistant', 'in'],
    ['eidas1', undefined, 'recognise-again'],
    ['eidas1', 'platinum', 'recognise-again'],
    ['platinum', 'eidas3', 'recognise-again'],
  ])('who must be %s and is %s: %s', async (acr, reached, way) => expect(await admit({ acr }, { acr: reached })).toBe(way));

  it('an hour ago is not within five minutes, and never is unknown', async () => {
    expect(await admit({ maxAge: 300 }, ago(299))).toBe('in');
    expect(await admit({ maxAge: 300 }, ago(302))).toBe('recognise-again');
    expect(await admit({ maxAge: 300 }, { auth_time: undefined })).toBe('recognise-again');
    expect(await admit({ maxAge: 300 }, { auth_time: 'now' })).toBe('recognise-again');
  });
});

describe('what is not a clear yes', () => {
  const NOT_YES: [string, (typeof habilis)['answers'][string]][] = [
    ['no decision', json({})],
    ['a text', json({ decision: 'true' })],
    ['a number', json({ decision: 1 })],
    ['a list', json([{ decision: true }])],
    ['nothing', json(null)],
    ['a yes with another status', json({ decision: true }, 202)],
    ['a failure that says yes', json({ decision: true }, 500)],
    ['JSON cut short', (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"decision":tr')],
    ['a page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('{"decision":true}')],
    ['no type at all', (response) => void response.writeHead(200).end('{"decision":true}')],
    ['a redirection to a yes', (response) => void response.writeHead(307, { location: `${habilis.issuer}/yes` }).end()],
    ['a connection cut short', (response) => void response.destroy()],
    ['a body cut short', (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"decision":true');
      setTimeout(() => response.destroy(), 20);
    }],
    ['silence', () => undefined],
    ['one letter at a time', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const letters = [...'{"decision":true}'];
      const drip = setInterval(() => (letters.length > 0 ? response.write(letters.shift()!) : response.end()), 60);
      response.on('close', () => clearInterval(drip));
    }],
    ['an endless answer', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write(`{"decision":true,"x":"`);
      const flood = setInterval(() => response.write('x'.repeat(512 * 1024)), 1);
      response.on('close', () => clearInterval(flood));
    }],
  ]; // prettier-ignore

  it.each(NOT_YES)('%s opens nothing', async (_what, answering) => {
    habilis.answers['/access/v1/evaluation'] = answering;
    habilis.answers['/yes'] = json({ decision: true });
    expect(await open()).toBe('unanswered');
    expect(habilis.calls('/access/v1/evaluation')).toBe(1);
    expect(habilis.calls('/yes')).toBe(0);
  });

  it.each(NOT_YES)('%s, of a token, opens nothing', async (what, answering) => {
    habilis.answers['/introspect'] = answering;
    expect(await open()).toBe('unanswered');
    expect(habilis.calls('/introspect')).toBe(1);
    expect([what, JSON.stringify(troubles.map(({ message }) => message))]).not.toContain('a-token');
  });

  it.each(['/token', '/.well-known/openid-configuration'])('strange answers of %s open nothing', async (path) => {
    for (const [what, answering] of NOT_YES.filter(([each]) => !/silence|letter|endless/.test(each))) {
      habilis.answers[path] = answering;
      expect([what, await open()]).toEqual([what, 'unanswered']);
    }
  });

  it('a discovery that leads elsewhere is not followed', async () => {
    const told = {
      issuer: habilis.issuer,
      introspection_endpoint: 'http://127.0.0.1:9/i',
      token_endpoint: `${habilis.issuer}/token`,
      jwks_uri: `${habilis.issuer}/jwks`,
    };
    for (const lie of [told, { ...told, issuer: 'https://evil.example', introspection_endpoint: `${habilis.issuer}/introspect` }]) {
      habilis.answers['/.well-known/openid-configuration'] = json(lie);
      expect(await open()).toBe('unanswered');
    }
    expect(habilis.calls('/introspect')).toBe(0);
  });

  it('is over as soon as Habilis answers again', async () => {
    const guard = guardOf();
    habilis.answers['/.well-known/openid-configuration'] = json({}, 503);
    expect(await open(guard)).toBe('unanswered');
    habilis.answers['/.well-known/openid-configuration'] = json({
      issuer: habilis.issuer,
      introspection_endpoint: `${habilis.issuer}/introspect`,
      token_endpoint: `${habilis.issuer}/token`,
      jwks_uri: `${habilis.issuer}/jwks`,
    });
    expect(await open(guard)).toBe('in');
  });

  it('a token of the portal’s that was withdrawn costs one refusal', async () => {
    const guard = guardOf();
    habilis.answers['/access/v1/evaluation'] = (response, _body, { headers }) =>
      json({ decision: true }, headers.authorization === 'Bearer own' ? 401 : 200)(response, '', {} as never);
    expect(await open(guard)).toBe('unanswered');
    habilis.answers['/token'] = json({ access_token: 'newer', expires_in: 300 });
    expect(await open(guard)).toBe('in');
  });
});

describe('Habilis that is restarting', () => {
  it('is tried once more when nothing has left, and refused when nobody comes', async () => {
    const guard = guardOf();
    await open(guard);
    const port = Number(new URL(habilis.issuer).port);
    await habilis.stop();
    expect(await open(guard)).toBe('unanswered');
    const attempt = open(guard);
    await habilis.start(port);
    expect(await attempt).toBe('in');
  });
});

describe('a yes', () => {
  const asked = () => habilis.calls('/access/v1/evaluation');
  const epoch = (each: string) => (habilis.answers['/access/v1/evaluation'] = json({ decision: true, context: { epoch: each } }));

  it('is kept for its second, and the token is asked about every time', async () => {
    const guard = guardOf();
    for (let times = 0; times < 3; times++) expect(await open(guard)).toBe('in');
    expect([asked(), habilis.calls('/introspect')]).toEqual([1, 3]);
    const brief = guardOf({ keepYes: 40 });
    await open(brief);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await open(brief);
    expect(asked()).toBe(3);
  });

  it('is for that token, that person and that question', async () => {
    const guard = guardOf();
    await open(guard);
    await open(guard, 'another-token');
    await wayOf(
      guard.admit({ token: 'a-token' }, { question: () => ({ action: 'write', resource: { type: 'PatientFile', id: 'dos-1' } }) }),
    );
    await wayOf(
      guard.admit(
        { token: 'a-token' },
        { question: () => ({ action: 'read', resource: { type: 'PatientFile', id: 'dos-1', properties: { careTeam: [] } } }) },
      ),
    );
    expect(asked()).toBe(4);
  });

  it('is dropped when an answer about the person is of another epoch', async () => {
    const guard = guardOf();
    await open(guard);
    epoch('two');
    await wayOf(
      guard.admit({ token: 'a-token' }, { question: () => ({ action: 'read', resource: { type: 'PatientFile', id: 'dos-2' } }) }),
    );
    await open(guard);
    expect(asked()).toBe(3);
  });

  it.each([
    ['without an epoch', { decision: true }],
    ['in an emergency', { decision: true, context: { epoch: 'one', exceptional_until: '2036-01-01T00:00:00Z' } }],
    ['that is a no', { decision: false, context: { epoch: 'one', reason: 'no-role' } }],
  ])('%s is not kept', async (_what, answer) => {
    const guard = guardOf();
    habilis.answers['/access/v1/evaluation'] = json(answer);
    await open(guard);
    await open(guard);
    expect(asked()).toBe(2);
  });

  it('is dropped by a sign-out, on its way too', async () => {
    const guard = guardOf();
    await open(guard);
    const logout = await habilis.sign({ aud: 'dossiers', sub: 'acc-nadia', events: EVENTS }, 'logout+jwt');
    expect(await guard.hearLogout(logout)).toEqual({ sub: 'acc-nadia', sid: undefined });
    await open(guard);
    expect(asked()).toBe(2);

    await guard.hearLogout(logout);
    habilis.answers['/access/v1/evaluation'] = (response) =>
      void guard.hearLogout(logout).then(() => json({ decision: true, context: { epoch: 'one' } })(response, '', {} as never));
    await open(guard);
    epoch('one');
    await open(guard);
    expect(asked()).toBe(4);
  });

  it('of many people and many files fills no more than its place', async () => {
    const guard = guardOf({ mostKept: 2 });
    for (const token of ['one', 'two', 'three', 'one']) await open(guard, token);
    expect(asked()).toBe(4);
  });
});

describe('a sign-out', () => {
  it.each([
    ['for another portal', { aud: 'agenda' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['with a nonce', { nonce: 'n' }],
    ['that names nobody', { sub: undefined }],
    ['of nothing', { events: {} }],
    ['of yesterday', { iat: 1 }],
  ])('%s is not heard', async (_what, change) => {
    const token = await habilis.sign({ aud: 'dossiers', sub: 'acc-nadia', events: EVENTS, ...change }, 'logout+jwt');
    expect(await guardOf().hearLogout(token)).toBeUndefined();
  });

  it('that cannot be checked now is to be told again', async () => {
    habilis.answers['/.well-known/openid-configuration'] = json({}, 503);
    expect(await wayOf(guardOf().hearLogout('x.y.z'))).toBe('unanswered');
  });
});

describe('a list', () => {
  const questions = ['dos-1', 'dos-2', 'dos-3'].map((id) => ({ action: 'read', resource: { type: 'PatientFile', id } }));
  const bearer = { sub: 'acc-nadia', token: 'a-token' };
  const answered = (evaluations: unknown) => (habilis.answers['/access/v1/evaluations'] = json({ evaluations }));

  it('is asked about in one call, each answer where its question was', async () => {
    answered([{ decision: true, context: { epoch: 'one' } }, { decision: false, context: { reason: 'no-role' } }, { decision: 'true' }]);
    const answers = await guardOf().ask(bearer, questions);
    expect(answers.map(({ allowed, reason }) => [allowed, reason])).toEqual([[true, undefined], [false, 'no-role'], [false, 'unanswered']]); // prettier-ignore
    expect(habilis.calls('/access/v1/evaluations')).toBe(1);
  });

  it('of which some was kept is asked about again when the rest is of another epoch', async () => {
    const guard = guardOf();
    const yes = (epoch: string) => ({ decision: true, context: { epoch } });
    answered([yes('one'), yes('one'), yes('one')]);
    await guard.ask(bearer, questions);
    habilis.answers['/access/v1/evaluation'] = json({ decision: false, context: { epoch: 'two' } });
    answered([{ decision: false, context: { epoch: 'two' } }, { decision: false }, { decision: false }]);
    const more = [...questions, { action: 'read', resource: { type: 'PatientFile', id: 'dos-4' } }];
    expect((await guard.ask(bearer, more)).map(({ allowed }) => allowed)).toEqual([false, false, false, false]);
  });

  it.each([['too short', [{ decision: true }]], ['too long', Array(4).fill({ decision: true })], ['no list', { decision: true }]])('whose answer is %s opens nothing', async (_what, evaluations) => {
    answered(evaluations);
    expect(await wayOf(guardOf().ask(bearer, questions))).toBe('unanswered');
  }); // prettier-ignore
});

describe('settings', () => {
  it.each([
    ['an issuer without TLS', { issuer: 'http://habilis.example' }],
    ['no secret', { clientSecret: '' }],
    ['a yes kept for an hour', { keepYes: 3_600_000 }],
    ['no time to answer', { timeout: 0 }],
    ['no number', { timeout: Number.NaN }],
  ])('with %s are refused at the start', (_what, change) => expect(() => guardOf(change)).toThrow());
});

describe('an address', () => {
  let server: Server;
  const serve = async (
    keeping: (keep: ReturnType<typeof middleware<never>>) => (...args: never[]) => Promise<void>,
    change: object = {},
  ) => {
    const keep = middleware<never>(guardOf(), change);
    server = createServer((request, response) => {
      Object.assign(request, { params: { id: decodeURIComponent(request.url!.slice(1)) } });
      const next = (error?: unknown) =>
        error ? void response.writeHead(500).end('lost') : void response.end(`patient data for ${admissionOf(request).person.sub}`);
      void keeping(keep)(request as never, response as never, next as never);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async (authorization?: string, path = '/dos-1') => {
      const response = await fetch(origin + path, { headers: authorization === undefined ? {} : { authorization } });
      return {
        status: response.status,
        challenge: response.headers.get('www-authenticate'),
        text: await response.text(),
        headers: response.headers,
      };
    };
  };
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('lets in who may, and knows who it is', async () => {
    const go = await serve(({ can }) => can('read', 'PatientFile', 'id', { context: { purpose: 'care' } }));
    expect(await go('Bearer a-token')).toMatchObject({ status: 200, text: 'patient data for acc-nadia' });
    expect(JSON.parse(habilis.asked.at(-1)!.body)).toEqual({
      subject: { type: 'person', id: 'acc-nadia' },
      action: { name: 'read' },
      resource: { type: 'PatientFile', id: 'dos-1' },
      context: { purpose: 'care' },
    });
  });

  it.each([
    ['nobody', undefined, 401, 'Bearer'],
    ['another scheme', 'Basic eDp5', 401, 'Bearer'],
    ['no token', 'Bearer', 400, 'Bearer error="invalid_request"'],
    ['two tokens', 'Bearer one two', 400, 'Bearer error="invalid_request"'],
    ['a token of strange signs', 'Bearer "a"', 400, 'Bearer error="invalid_request"'],
    ['a token without end', `Bearer ${'x'.repeat(9_000)}`, 400, 'Bearer error="invalid_request"'],
  ])('tells %s what to bring', async (_who, authorization, status, challenge) => {
    const go = await serve(({ can }) => can('read', 'PatientFile', 'id'));
    const answer = await go(authorization);
    expect([answer.status, answer.challenge]).toEqual([status, challenge]);
    expect(answer.text).not.toContain('patient data');
    expect(habilis.asked).toEqual([]);
  });

  it('asks for more in the words of RFC 9470', async () => {
    const go = await serve(({ can }) =>
      can('write', 'PatientFile', 'id', { acr: ['eidas3', 'urn:habilis:acr:phishing-resistant'], maxAge: 300 }),
    );
    expect(await go('Bearer a-token')).toMatchObject({
      status: 401,
      challenge: 'Bearer error="insufficient_user_authentication", acr_values="eidas3 urn:habilis:acr:phishing-resistant", max_age="300"',
    });
  });

  it('says why not, as Habilis said it', async () => {
    habilis.answers['/access/v1/evaluation'] = json({
      decision: false,
      context: { reason: 'no-need-to-know', reason_user: { fr: 'Pas besoin d’en connaître.', en: 'No need to know.' } },
    });
    const go = await serve(({ can }) => can('read', 'PatientFile', 'id'));
    const { status, text, headers } = await go('Bearer a-token');
    expect([status, headers.get('cache-control')]).toEqual([403, 'no-store']);
    expect(JSON.parse(text)).toMatchObject({ code: 'not-allowed', reason: 'no-need-to-know', detail: 'Pas besoin d’en connaître.' });
  });

  it('without an id is closed, and so is one whose id nobody finds', async () => {
    const go = await serve(({ can }) => can('read', 'PatientFile', 'constructor'));
    expect((await go('Bearer a-token')).status).toBe(403);
    await new Promise((resolve) => server.close(resolve));
    const other = await serve(({ can }) => can('read', 'PatientFile', () => undefined));
    expect((await other('Bearer a-token')).status).toBe(403);
    expect(habilis.calls('/access/v1/evaluation')).toBe(0);
  });

  it('whose portal fails on the way lets nobody in', async () => {
    const go = await serve(({ can }) => can('read', 'PatientFile', () => Promise.reject(new Error('no database'))));
    expect(await go('Bearer a-token')).toMatchObject({ status: 500, text: 'lost' });
  });

  it('says when nobody answers', async () => {
    habilis.answers['/introspect'] = () => undefined;
    const go = await serve(({ signedIn }) => signedIn());
    const { status, headers, text } = await go('Bearer a-token');
    expect([status, headers.get('retry-after'), JSON.parse(text).code]).toEqual([503, '1', 'unanswered']);
  });
});
