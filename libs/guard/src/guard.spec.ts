import { json } from './testing/a-habilis.ts';
import { BesideHabilis, wayOf } from './testing/beside-habilis.ts';

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let at: BesideHabilis;

beforeEach(async () => {
  at = new BesideHabilis();
  await at.habilis.start();
});
afterEach(() => at.habilis.stop());

describe('Habilis that is restarting', () => {
  it('is tried once more when nothing has left, and refused when nobody comes', async () => {
    const guard = at.guardOf();
    await at.open(guard);
    const port = Number(new URL(at.habilis.issuer).port);
    await at.habilis.stop();
    expect(await at.open(guard)).toBe('unanswered');
    const attempt = at.open(guard);
    await at.habilis.start(port);
    expect(await attempt).toBe('in');
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
    const token = await at.habilis.sign({ aud: 'dossiers', sub: 'acc-nadia', events: EVENTS, ...change }, 'logout+jwt');
    expect(await at.guardOf().hearLogout(token)).toBeUndefined();
  });

  it('that cannot be checked now is to be told again', async () => {
    at.habilis.answers['/.well-known/openid-configuration'] = json({}, 503);
    expect(await wayOf(at.guardOf().hearLogout('x.y.z'))).toBe('unanswered');
  });
});

describe('settings', () => {
  it.each([
    ['an issuer without TLS', { issuer: 'http://at.habilis.example' }],
    ['no secret', { clientSecret: '' }],
    ['a yes kept for an hour', { keepYes: 3_600_000 }],
    ['no time to answer', { timeout: 0 }],
    ['no number', { timeout: Number.NaN }],
  ])('with %s are refused at the start', (_what, change) => expect(() => at.guardOf(change)).toThrow());
});
