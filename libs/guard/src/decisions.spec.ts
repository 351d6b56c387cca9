import { type AHabilis, json } from './testing/a-habilis.ts';
import { BesideHabilis, wayOf } from './testing/beside-habilis.ts';

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let at: BesideHabilis;

beforeEach(async () => {
  at = new BesideHabilis();
  await at.habilis.start();
});
afterEach(() => at.habilis.stop());

describe('what is not a clear yes', () => {
  const NOT_YES: [string, AHabilis['answers'][string]][] = [
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
    ['a redirection to a yes', (response) => void response.writeHead(307, { location: `${at.habilis.issuer}/yes` }).end()],
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
    at.habilis.answers['/access/v1/evaluation'] = answering;
    at.habilis.answers['/yes'] = json({ decision: true });
    expect(await at.open()).toBe('unanswered');
    expect(at.habilis.calls('/access/v1/evaluation')).toBe(1);
    expect(at.habilis.calls('/yes')).toBe(0);
  });

  it.each(NOT_YES)('%s, of a token, opens nothing', async (what, answering) => {
    at.habilis.answers['/introspect'] = answering;
    expect(await at.open()).toBe('unanswered');
    expect(at.habilis.calls('/introspect')).toBe(1);
    expect([what, JSON.stringify(at.troubles.map(({ message }) => message))]).not.toContain('a-token');
  });

  it.each(['/token', '/.well-known/openid-configuration'])('strange answers of %s open nothing', async (path) => {
    for (const [what, answering] of NOT_YES.filter(([each]) => !/silence|letter|endless/.test(each))) {
      at.habilis.answers[path] = answering;
      expect([what, await at.open()]).toEqual([what, 'unanswered']);
    }
  });

  it('a discovery that leads elsewhere is not followed', async () => {
    const told = {
      issuer: at.habilis.issuer,
      introspection_endpoint: 'http://127.0.0.1:9/i',
      token_endpoint: `${at.habilis.issuer}/token`,
      jwks_uri: `${at.habilis.issuer}/jwks`,
    };
    for (const lie of [told, { ...told, issuer: 'https://evil.example', introspection_endpoint: `${at.habilis.issuer}/introspect` }]) {
      at.habilis.answers['/.well-known/openid-configuration'] = json(lie);
      expect(await at.open()).toBe('unanswered');
    }
    expect(at.habilis.calls('/introspect')).toBe(0);
  });

  it('is over as soon as Habilis answers again', async () => {
    const guard = at.guardOf();
    at.habilis.answers['/.well-known/openid-configuration'] = json({}, 503);
    expect(await at.open(guard)).toBe('unanswered');
    at.habilis.answers['/.well-known/openid-configuration'] = json({
      issuer: at.habilis.issuer,
      introspection_endpoint: `${at.habilis.issuer}/introspect`,
      token_endpoint: `${at.habilis.issuer}/token`,
      jwks_uri: `${at.habilis.issuer}/jwks`,
    });
    expect(await at.open(guard)).toBe('in');
  });

  it('a token of the portal’s that was withdrawn costs one refusal', async () => {
    const guard = at.guardOf();
    at.habilis.answers['/access/v1/evaluation'] = (response, _body, { headers }) =>
      json({ decision: true }, headers.authorization === 'Bearer own' ? 401 : 200)(response, '', {} as never);
    expect(await at.open(guard)).toBe('unanswered');
    at.habilis.answers['/token'] = json({ access_token: 'newer', expires_in: 300 });
    expect(await at.open(guard)).toBe('in');
  });
});

describe('a yes', () => {
  const asked = () => at.habilis.calls('/access/v1/evaluation');
  const epoch = (each: string) => (at.habilis.answers['/access/v1/evaluation'] = json({ decision: true, context: { epoch: each } }));

  it('is kept for its second, and the token is asked about every time', async () => {
    const guard = at.guardOf();
    for (let times = 0; times < 3; times++) expect(await at.open(guard)).toBe('in');
    expect([asked(), at.habilis.calls('/introspect')]).toEqual([1, 3]);
    const brief = at.guardOf({ keepYes: 40 });
    await at.open(brief);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await at.open(brief);
    expect(asked()).toBe(3);
  });

  it('is for that token, that person and that question', async () => {
    const guard = at.guardOf();
    await at.open(guard);
    await at.open(guard, 'another-token');
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
    const guard = at.guardOf();
    await at.open(guard);
    epoch('two');
    await wayOf(
      guard.admit({ token: 'a-token' }, { question: () => ({ action: 'read', resource: { type: 'PatientFile', id: 'dos-2' } }) }),
    );
    await at.open(guard);
    expect(asked()).toBe(3);
  });

  it.each([
    ['without an epoch', { decision: true }],
    ['in an emergency', { decision: true, context: { epoch: 'one', exceptional_until: '2036-01-01T00:00:00Z' } }],
    ['that is a no', { decision: false, context: { epoch: 'one', reason: 'no-role' } }],
  ])('%s is not kept', async (_what, answer) => {
    const guard = at.guardOf();
    at.habilis.answers['/access/v1/evaluation'] = json(answer);
    await at.open(guard);
    await at.open(guard);
    expect(asked()).toBe(2);
  });

  it('is dropped by a sign-out, on its way too', async () => {
    const guard = at.guardOf();
    await at.open(guard);
    const logout = await at.habilis.sign({ aud: 'dossiers', sub: 'acc-nadia', events: EVENTS }, 'logout+jwt');
    expect(await guard.hearLogout(logout)).toEqual({ sub: 'acc-nadia', sid: undefined });
    await at.open(guard);
    expect(asked()).toBe(2);

    await guard.hearLogout(logout);
    at.habilis.answers['/access/v1/evaluation'] = (response) =>
      void guard.hearLogout(logout).then(() => json({ decision: true, context: { epoch: 'one' } })(response, '', {} as never));
    await at.open(guard);
    epoch('one');
    await at.open(guard);
    expect(asked()).toBe(4);
  });

  it('of many people and many files fills no more than its place', async () => {
    const guard = at.guardOf({ mostKept: 2 });
    for (const token of ['one', 'two', 'three', 'one']) await at.open(guard, token);
    expect(asked()).toBe(4);
  });
});

describe('a list', () => {
  const questions = ['dos-1', 'dos-2', 'dos-3'].map((id) => ({ action: 'read', resource: { type: 'PatientFile', id } }));
  const bearer = { sub: 'acc-nadia', token: 'a-token' };
  const answered = (evaluations: unknown) => (at.habilis.answers['/access/v1/evaluations'] = json({ evaluations }));

  it('is asked about in one call, each answer where its question was', async () => {
    answered([{ decision: true, context: { epoch: 'one' } }, { decision: false, context: { reason: 'no-role' } }, { decision: 'true' }]);
    const answers = await at.guardOf().ask(bearer, questions);
    expect(answers.map(({ allowed, reason }) => [allowed, reason])).toEqual([[true, undefined], [false, 'no-role'], [false, 'unanswered']]); // prettier-ignore
    expect(at.habilis.calls('/access/v1/evaluations')).toBe(1);
  });

  it('of which some was kept is asked about again when the rest is of another epoch', async () => {
    const guard = at.guardOf();
    const yes = (epoch: string) => ({ decision: true, context: { epoch } });
    answered([yes('one'), yes('one'), yes('one')]);
    await guard.ask(bearer, questions);
    at.habilis.answers['/access/v1/evaluation'] = json({ decision: false, context: { epoch: 'two' } });
    answered([{ decision: false, context: { epoch: 'two' } }, { decision: false }, { decision: false }]);
    const more = [...questions, { action: 'read', resource: { type: 'PatientFile', id: 'dos-4' } }];
    expect((await guard.ask(bearer, more)).map(({ allowed }) => allowed)).toEqual([false, false, false, false]);
  });

  it.each([['too short', [{ decision: true }]], ['too long', Array(4).fill({ decision: true })], ['no list', { decision: true }]])('whose answer is %s opens nothing', async (_what, evaluations) => {
    answered(evaluations);
    expect(await wayOf(at.guardOf().ask(bearer, questions))).toBe('unanswered');
  }); // prettier-ignore
});
