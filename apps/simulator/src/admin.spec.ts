import { decodeJwt } from 'jose';
import { startSimulator, type Simulator } from './index.ts';
import { Service } from './testing/service.ts';
import { logoutReceiver } from './testing/transcript.ts';
import { Visitor } from './testing/visitor.ts';

let simulator: Simulator;
let service: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  service = await Service.at(simulator.psc, 'psc');
});
afterAll(() => simulator.stop());
afterEach(() => simulator.clearFaults());

const admin = async (method: string, path: string, body?: unknown, origin = simulator.psc.origin) => {
  const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${origin}/simulator${path}`, init);
  return { status: answer.status, body: await answer.json() };
};
/** `undefined` when openid-client accepts the sign-in, its complaint otherwise. */
const complaint = async (persona = 'claire-moreau', form: Record<string, string> = {}, visitor = new Visitor()) => {
  const { url, checks } = await service.start();
  const callback = await visitor.signIn(url, persona, form);
  return service.finish(callback, checks).then(
    () => undefined,
    (error: Error) => error.name,
  );
};

describe('a fault set from outside', () => {
  it('strikes everybody until it is taken away', async () => {
    expect((await admin('POST', '/faults', { fault: 'nonce-wrong' })).status).toBe(200);
    expect((await admin('GET', '/faults')).body.active).toEqual([{ fault: 'nonce-wrong' }]);
    expect([await complaint(), await complaint('hugo-faure')]).toEqual([expect.any(String), expect.any(String)]);
    await admin('DELETE', '/faults');
    expect(await complaint()).toBeUndefined();
  });

  it('strikes one persona only', async () => {
    await admin('POST', '/faults', { fault: 'aud-other-client', persona: 'claire-moreau' });
    expect([await complaint('claire-moreau'), await complaint('hugo-faure')]).toEqual([expect.any(String), undefined]);
  });

  it('strikes the next times only', async () => {
    await admin('POST', '/faults', { fault: 'alg-none', times: 1 });
    expect([await complaint(), await complaint()]).toEqual([expect.any(String), undefined]);
  });

  it('tells one story about the person in ID token and userinfo, even when counted', async () => {
    await admin('POST', '/faults', { fault: 'name-id-of-another', times: 1, value: '899700000013' });
    const { url, checks } = await service.start();
    const tokens = await service.finish(await new Visitor().signIn(url, 'claire-moreau'), checks);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const about = await (await fetch(service.config.serverMetadata().userinfo_endpoint!, { headers })).json();
    expect([tokens.claims()?.['preferred_username'], about.SubjectNameID]).toEqual(['899700000013', '899700000013']);
  });

  it('stays with its upstream', async () => {
    await admin('POST', '/faults', { fault: 'nonce-wrong' }, simulator.enrs.origin);
    expect(await complaint()).toBeUndefined();
  });

  it('asks for another secret once the client’s has been rotated', async () => {
    await admin('POST', '/faults', { fault: 'client-secret-rotated' });
    expect(await complaint()).toEqual(expect.any(String));
  });

  it.each([
    ['an unknown fault', { fault: 'nope' }],
    ['an unknown persona', { fault: 'alg-none', persona: 'nobody' }],
    ['a person where none is known', { fault: 'jwks-empty', persona: 'claire-moreau' }],
    ['what the test must do itself', { fault: 'state-replayed' }],
    ['an unknown field', { fault: 'alg-none', when: 'now' }],
    ['zero times', { fault: 'alg-none', times: 0 }],
  ])('is refused for %s', async (_, order) => {
    expect((await admin('POST', '/faults', order)).status).toBe(400);
    expect((await admin('GET', '/faults')).body.active).toEqual([]);
  });
});

describe('a fault chosen on the login page', () => {
  it('lasts as long as that session and touches nobody else', async () => {
    const visitor = new Visitor();
    expect(await complaint('claire-moreau', { fault: 'nonce-wrong' }, visitor)).toEqual(expect.any(String));
    expect(await complaint('claire-moreau', {}, visitor)).toEqual(expect.any(String));
    expect(await complaint('claire-moreau')).toBeUndefined();
  });
});

describe('the log of requests', () => {
  it('counts per hop and keeps no secret', async () => {
    await admin('DELETE', '/requests');
    await complaint();
    await fetch(service.config.serverMetadata().jwks_uri!);
    const { counts, requests } = (await admin('GET', '/requests')).body;
    expect(counts).toMatchObject({ authorize: 1, token: 1 });
    expect(requests.find(({ hop }: { hop: string }) => hop === 'token')).toMatchObject({
      method: 'POST',
      status: 200,
      persona: 'claire-moreau',
    });
    expect(JSON.stringify(requests)).not.toMatch(/code=|state=|Bearer|secret/u);
  });

  it('shows who followed a redirection to an internal address', async () => {
    await admin('DELETE', '/requests');
    await admin('POST', '/faults', { fault: 'redirect-token' });
    await complaint();
    expect((await admin('GET', '/requests')).body.counts.internal).toBeUndefined();
    await fetch(`${simulator.psc.origin}/simulator/internal`);
    expect((await admin('GET', '/requests')).body.counts.internal).toBe(1);
  });
});

describe('the other levers', () => {
  it('rotates keys, keeping the old one or not', async () => {
    const kids = async () =>
      ((await (await fetch(service.config.serverMetadata().jwks_uri!)).json()).keys as { kid: string }[]).map(({ kid }) => kid);
    const [first] = await kids();
    const { kid } = (await admin('POST', '/keys/rotate', {})).body;
    expect(await kids()).toEqual([kid, first]);
    const last = (await admin('POST', '/keys/rotate', { keepOld: false })).body;
    expect(await kids()).toEqual([last.kid]);
  });

  it('refuses settings it does not know', async () => {
    expect((await admin('POST', '/settings', { acr: 'eidas3' })).body.acr).toBe('eidas3');
    expect((await admin('POST', '/settings', { acr: 3 })).status).toBe(400);
    expect((await admin('POST', '/settings', { nope: true })).status).toBe(400);
    await admin('POST', '/settings', { acr: 'means' });
  });

  it('tells which sessions live', async () => {
    await admin('DELETE', '/sessions');
    await complaint('nadia-haddad');
    expect((await admin('GET', '/sessions')).body).toEqual([{ sid: expect.any(String), persona: 'nadia-haddad' }]);
    expect((await admin('POST', '/backchannel-logout', { sid: 'nobody' })).status).toBe(400);
  });

  it('tells the services of an ended session, at the origin it was opened from', async () => {
    const receiver = await logoutReceiver();
    const other = await startSimulator({
      iamOrigins: ['http://localhost:9', receiver.origin],
      settings: { psc: { backchannelLogout: true } },
    });
    const there = await Service.at(other.psc, 'psc');
    const redirect_uri = `${receiver.origin}/upstream/psc/callback`;
    const { url } = await there.start({ redirect_uri });
    await new Visitor().signIn(url, 'claire-moreau');
    const { told } = await other.psc.backchannelLogout({ end: true, variant: 'logout-token-nonce' });
    await other.stop();
    receiver.stop();

    expect(told).toEqual([{ uri: `${receiver.origin}/upstream/psc/backchannel-logout`, status: 200, body: '' }]);
    expect(receiver.tokens.map((token) => 'nonce' in decodeJwt(token))).toEqual([true, false]);
  });

  it('is out of reach of other sites open in the same browser', async () => {
    const url = `${simulator.psc.origin}/simulator/faults`;
    expect((await fetch(url, { method: 'DELETE', headers: { origin: 'http://localhost:9999' } })).status).toBe(403);
    const asForm = await fetch(url, { method: 'POST', body: new URLSearchParams({ fault: 'alg-none' }) });
    expect(asForm.status).toBe(400);
  });
});
