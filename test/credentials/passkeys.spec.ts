import { generateKeyPairSync } from 'node:crypto';
import { SoftAuthenticator, type Lies } from '@habilis/test/authenticator';
import { openPlace, ORIGIN, type Place } from './people.ts';

let place: Place;
beforeAll(async () => (place = await openPlace()));
afterAll(() => place.close());

const REFUSED = { code: 'passkey.refused' };
const strangersKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('a passkey', () => {
  it('tells by itself whose it is', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const options = await place.here.provePasskey.begin(null, 'door');
    expect(options.allowCredentials).toEqual([]);
    await expect(place.there.provePasskey.run('door', device.get(options))).resolves.toEqual({
      account: claire.account,
      deviceBound: true,
    });
    expect(await place.here.factors.of(claire.account)).toMatchObject([{ kind: 'passkey', lastUsedAt: place.clock.now() }]);
  });

  it('that is copied between devices counts nothing, and is told apart', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire, new SoftAuthenticator(ORIGIN, false));
    for (const _ of [1, 2]) {
      const options = await place.here.provePasskey.begin(claire.account, 'door');
      await expect(place.here.provePasskey.run('door', device.get(options))).resolves.toMatchObject({ deviceBound: false });
    }
  });

  it.each<[string, Lies]>([
    ['made on a page of another site', { origin: 'https://habilis.example.evil.example' }],
    ['made on the same host without encryption', { origin: 'http://habilis.example' }],
    ['made on another port', { origin: 'https://habilis.example:8443' }],
    ['made for another host', { rpId: 'evil.example' }],
    ['that did not check its holder', { verified: false }],
    ['signed by another key', { key: strangersKey }],
    ['that names another holder', { userHandle: Buffer.from('someone else').toString('base64url') }],
    ['of another ceremony', { type: 'webauthn.create' }],
    ['with a challenge nobody gave', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
    ['with no challenge', { challenge: '' }],
  ])('is refused an answer %s', async (_, lies) => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const options = await place.here.provePasskey.begin(null, 'door');
    await expect(place.here.provePasskey.run('door', device.get(options, lies))).rejects.toMatchObject(REFUSED);
  });

  it('answers a challenge once, also at the same instant on two replicas', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire, new SoftAuthenticator(ORIGIN, false));
    const answer = device.get(await place.here.provePasskey.begin(null, 'door'));
    const tries = Array.from({ length: 10 }, (__, i) => (i % 2 ? place.here : place.there).provePasskey.run('door', answer));
    const done = await Promise.allSettled(tries);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(place.here.provePasskey.run('door', answer)).rejects.toMatchObject(REFUSED);
  });

  it('answers in the browser that was asked, and for what it was asked', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const elsewhere = device.get(await place.here.provePasskey.begin(null, 'door'));
    await expect(place.here.provePasskey.run('another door', elsewhere)).rejects.toMatchObject(REFUSED);
    const forEnrolment = device.get(await place.here.enrolPasskey.begin(claire, 'door'));
    await expect(place.here.provePasskey.run('door', forEnrolment)).rejects.toMatchObject(REFUSED);
  });

  it('answers within five minutes', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const options = await place.here.provePasskey.begin(null, 'door');
    place.clock.advance(5 * 60_000 + 1);
    await expect(place.here.provePasskey.run('door', device.get(options))).rejects.toMatchObject(REFUSED);
  });

  it('of someone else does not answer for the person who was asked', async () => {
    const [claire, thief] = [await place.someone(), await place.someone()];
    await place.withPasskey(claire);
    const { device } = await place.withPasskey(thief);
    const asked = await place.here.provePasskey.begin(claire.account, 'door');
    await expect(place.here.provePasskey.run('door', device.get(asked))).rejects.toMatchObject(REFUSED);
  });

  it('nobody enrolled is refused like any other', async () => {
    const device = new SoftAuthenticator(ORIGIN);
    const options = await place.here.provePasskey.begin(null, 'door');
    await expect(place.here.provePasskey.run('door', device.get(options))).rejects.toMatchObject(REFUSED);
  });

  it.each([
    null,
    undefined,
    'text',
    3,
    {},
    { response: {} },
    { response: { clientDataJSON: 'bm90IGpzb24' } },
    { response: { clientDataJSON: 'x'.repeat(5_000) } },
  ])('is not %j', async (response) => {
    await expect(place.here.provePasskey.run('door', response)).rejects.toMatchObject(REFUSED);
  });
});

describe('a passkey whose counter goes backwards', () => {
  it('has been copied: it is held, the alarm is owed, and it opens nothing any more', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const door = async (lies?: Lies) =>
      place.here.provePasskey.run('door', device.get(await place.here.provePasskey.begin(null, 'door'), lies));
    await door({ counter: 40 });
    await expect(door({ counter: 39 })).rejects.toMatchObject(REFUSED);
    await expect(door({ counter: 41 })).rejects.toMatchObject(REFUSED);
    expect(await place.here.factors.of(claire.account)).toMatchObject([{ held: { why: 'cloned' } }]);
    expect((await place.facts(claire.account)).at(-1)).toMatchObject({ what: 'factor.held', why: 'cloned', by: 'system:credentials' });
    const owed = await place.db.query(
      { name: 'test.owed', text: `select payload from outbox where topic = 'credentials.changed' and about = $1` },
      [claire.account],
    );
    expect(owed).toEqual([{ payload: { account: claire.account, except: null, before: place.clock.now().toISOString() } }]);
  });

  it('holds nothing when the signature is not the key’s: a stranger cannot hold it', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const door = async (lies?: Lies) =>
      place.here.provePasskey.run('door', device.get(await place.here.provePasskey.begin(null, 'door'), lies));
    await expect(door({ counter: 0, key: strangersKey })).rejects.toMatchObject(REFUSED);
    await expect(door()).resolves.toMatchObject({ account: claire.account });
  });
});

describe('enrolling a passkey', () => {
  it.each<[string, Lies]>([
    ['on a page of another site', { origin: 'https://evil.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['without a check of its holder', { verified: false }],
    ['with another challenge', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
    ['by the answer to another ceremony', { type: 'webauthn.get' }],
  ])('is refused %s', async (_, lies) => {
    const claire = await place.someone();
    const made = new SoftAuthenticator(ORIGIN).create(await place.here.enrolPasskey.begin(claire, 'browser'), lies);
    await expect(place.here.enrolPasskey.confirm(claire, 'browser', { response: made, name: 'Clé' })).rejects.toMatchObject(REFUSED);
    expect(await place.here.factors.of(claire.account)).toEqual([]);
  });

  it('is refused with the challenge of someone else, of another browser, or used before', async () => {
    const [claire, thief] = [await place.someone(), await place.someone()];
    const confirm = (who: typeof claire, browser: string, response: unknown) =>
      place.here.enrolPasskey.confirm(who, browser, { response, name: 'Clé' });
    const device = new SoftAuthenticator(ORIGIN);
    const made = device.create(await place.here.enrolPasskey.begin(claire, 'browser'));
    await expect(confirm(claire, 'another', made)).rejects.toMatchObject(REFUSED);
    await expect(confirm(thief, 'browser', made)).rejects.toMatchObject(REFUSED);
    const again = device.create(await place.here.enrolPasskey.begin(claire, 'browser'));
    await confirm(claire, 'browser', again);
    await expect(confirm(claire, 'browser', again)).rejects.toMatchObject(REFUSED);
  });

  it('is refused for a key that another person holds', async () => {
    const [claire, thief] = [await place.someone(), await place.someone()];
    const { device } = await place.withPasskey(claire);
    const made = device.create(await place.here.enrolPasskey.begin(thief, 'browser'));
    const taken = place.here.enrolPasskey.confirm(thief, 'browser', { response: made, name: 'Clé' });
    await expect(taken).rejects.toMatchObject({ code: 'factor.taken' });
    const options = await place.here.provePasskey.begin(null, 'door');
    await expect(place.here.provePasskey.run('door', device.get(options, {}))).rejects.toMatchObject(REFUSED);
  });

  it('asks for a key the device finds by itself, that checks its holder, and is not there already', async () => {
    const claire = await place.someone();
    const { device } = await place.withPasskey(claire);
    const options = await place.here.enrolPasskey.begin(claire, 'browser');
    expect(options.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' });
    expect(options.excludeCredentials).toMatchObject([{ id: device.id }]);
    expect(JSON.stringify(options.user)).not.toContain(claire.account);
  });
});
