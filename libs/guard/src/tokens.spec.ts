import { generateKeyPair } from 'jose';
import { json } from './testing/a-habilis.ts';
import { BesideHabilis, wayOf } from './testing/beside-habilis.ts';

let at: BesideHabilis;

beforeEach(async () => {
  at = new BesideHabilis();
  await at.habilis.start();
});
afterEach(() => at.habilis.stop());

describe('a token', () => {
  it('is asked about in the portal’s own name, which is written so that no sign of it is lost', async () => {
    expect(await at.open()).toBe('in');
    const { authorization, body } = at.habilis.asked.find(({ path }) => path === '/introspect')!;
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
    at.habilis.answers['/introspect'] = json(at.habilis.active(change));
    expect(await at.open()).toBe('token-not-active');
    expect(at.habilis.calls('/access/v1/evaluation')).toBe(0);
  });

  it('made for the API that this is opens it, from whichever portal', async () => {
    at.habilis.answers['/introspect'] = json(at.habilis.active({ client_id: 'agenda', aud: 'https://api.example' }));
    expect(await at.open(at.guardOf({ audience: 'https://api.example' }))).toBe('in');
  });

  it('that the portal keeps may be a refresh token, with the level the ID token told', async () => {
    at.habilis.answers['/introspect'] = json(at.habilis.active({ token_type: undefined, acr: 'eidas3' }));
    const guard = at.guardOf();
    expect(await wayOf(guard.admit({ token: 't', kept: { acr: 'eidas1' } }, { acr: 'eidas2' }))).toBe('recognise-again');
    expect(await wayOf(guard.admit({ token: 't', kept: { acr: 'eidas2' } }, { acr: 'eidas2' }))).toBe('in');
  });
});

describe('a signed token', () => {
  const audience = 'https://api.example';
  const claims = () => ({ sub: 'acc-nadia', client_id: 'agenda', aud: audience, exp: Math.floor(Date.now() / 1000) + 60 });

  it('is checked with the issuer’s keys, without asking about it', async () => {
    expect(await at.open(at.guardOf({ audience }), await at.habilis.sign(claims(), 'at+jwt'))).toBe('in');
    expect(at.habilis.calls('/introspect')).toBe(0);
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
    expect(await at.open(at.guardOf({ audience }), await at.habilis.sign({ ...claims(), ...change }, typ))).toBe('token-not-active');
  });

  it('signed by someone else, by nobody, or with the public key as a secret opens nothing', async () => {
    const guard = at.guardOf({ audience });
    const { privateKey } = await generateKeyPair('ES256');
    expect(await at.open(guard, await at.habilis.sign(claims(), 'at+jwt', privateKey))).toBe('token-not-active');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'HS256'])
      expect(await at.open(guard, `${part({ alg, typ: 'at+jwt', kid: 'k' })}.${part({ iss: at.habilis.issuer, ...claims() })}.eA`)).toBe(
        'token-not-active',
      );
  });

  it('opens nothing while no API is named, and nothing while the keys cannot be read', async () => {
    const token = await at.habilis.sign(claims(), 'at+jwt');
    expect(await at.open(at.guardOf(), token)).toBe('token-not-active');
    at.habilis.answers['/jwks'] = json({}, 500);
    expect(await at.open(at.guardOf({ audience }), token)).toBe('unanswered');
  });
});

describe('how surely and recently', () => {
  const admit = (need: object, told: object = {}) => {
    at.habilis.answers['/introspect'] = json(at.habilis.active(told));
    return wayOf(at.guardOf().admit({ token: 't' }, need));
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
