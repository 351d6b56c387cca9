import type { FaultId } from '@habilis/simulator';
import { Browser } from './browser.ts';
import { outcome, Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

// prettier-ignore
const REFUSED: readonly [number: number, fault: FaultId, why: string][] = [
  [4,  'callback-iss-trailing-slash',   'upstream.mixed-up'],
  [4,  'callback-iss-case',             'upstream.mixed-up'],
  [5,  'callback-iss-missing',          'upstream.mixed-up'],
  [5,  'callback-iss-wrong',            'upstream.mixed-up'],
  [5,  'callback-iss-other-upstream',   'upstream.mixed-up'],
  [7,  'callback-state-missing',        'upstream.state-missing'],
  [7,  'callback-state-altered',        'upstream.state-unknown'],
  [35, 'error-access-denied',           'upstream.denied'],
  [35, 'error-login-required',          'upstream.login-required'],
  [35, 'error-temporarily-unavailable', 'upstream.unreachable'],
  [35, 'error-unknown',                 'upstream.error'],
  [35, 'error-description-html',        'upstream.denied'],
  [42, 'callback-repeated-code',        'upstream.callback-malformed'],
  [42, 'callback-repeated-state',       'upstream.callback-malformed'],
  [42, 'callback-oversized',            'upstream.callback-malformed'],
  [42, 'callback-fragment',             'upstream.state-missing'],
];

describe('a way back that is not what it should be', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.open();
    expect((await place.signIn()).arrival).toBeDefined();
  });
  afterAll(() => place.close());
  const visit = async (browser: Browser, url: URL) => {
    const { response } = await browser.follow(await browser.request(url.href), url.href);
    return outcome(response!);
  };

  it.each(REFUSED)('[%i] %s is refused: %s', async (_number, fault, why) => {
    const { page } = await refused(place, why, misbehaving(place, fault));
    expect(page).not.toMatch(/<script|onerror|alert\(/i);
  });

  it('[6] callback-at-other-upstream: an answer at the other upstream’s address is refused there', () =>
    refused(place, 'upstream.mixed-up', misbehaving(place, 'callback-at-other-upstream'), 'enrs'));

  it('[6] code-of-other-upstream: a code of PSC delivered to ENRS with a state of ENRS buys nothing', async () => {
    const browser = new Browser();
    const psc = await place.callback(browser, place.begin());
    const enrs = await place.callback(browser, place.begin(), { upstream: 'enrs', persona: 'victor-noel' });
    enrs.searchParams.set('code', psc.searchParams.get('code')!);
    await refused(place, 'upstream.code-refused', () => visit(browser, enrs), 'enrs');
  });

  it('[7] state-replayed: a state is good once, even with a fresh code', async () => {
    const [browser, uid] = [new Browser(), place.begin()];
    const first = await place.callback(browser, uid);
    expect((await visit(browser, first)).arrival).toBeDefined();
    const other = await place.callback(browser, place.begin());
    other.searchParams.set('state', first.searchParams.get('state')!);
    await refused(place, 'upstream.state-replayed', () => visit(browser, other));
  });

  it('[7] state-of-another-browser: nobody is signed in by following someone else’s way back', async () => {
    const callback = await place.callback(new Browser(), place.begin());
    const { page } = await refused(place, 'upstream.state-of-another-browser', () => visit(new Browser(), callback));
    expect(page).not.toContain('/interaction/');
  });

  it('[7] state-of-another-browser: an arrival goes to the browser that left, whoever knows the sign-in', async () => {
    const [victim, uid] = [new Browser(), place.begin()];
    const callback = await place.callback(victim, uid);
    const { url } = await victim.follow(await victim.request(callback.href), callback.href, (to) => to.pathname.endsWith('/arrived'));
    const attacker = new Browser();
    await place.leave(attacker, place.begin()); // a browser we know, but another one
    expect(await visit(attacker, url)).toMatchObject({ arrival: undefined });
    expect((await visit(victim, url)).arrival).toBeDefined();
  });

  it('[7] state-expired: ten minutes later the sign-in starts again', async () => {
    const browser = new Browser();
    const callback = await place.callback(browser, place.begin());
    place.clock.ahead = 10 * 60_000 + 1_000;
    await refused(place, 'upstream.state-unknown', () => visit(browser, callback));
    place.clock.ahead = 0;
  });

  it('[8] callback-replayed: the second time leads nowhere and undoes nothing', async () => {
    const browser = new Browser();
    const callback = await place.callback(browser, place.begin());
    expect((await visit(browser, callback)).arrival).toBeDefined();
    await refused(place, 'upstream.state-replayed', () => visit(browser, callback));
  });

  it('[8] callback-double-click: one of two signs in, the other leads back to it', async () => {
    const [browser, uid] = [new Browser(), place.begin()];
    const callback = await place.callback(browser, uid);
    const stop = (to: URL) => to.pathname.endsWith('/arrived');
    const twice = await Promise.all([1, 2].map(async () => browser.follow(await browser.request(callback.href), callback.href, stop)));
    const [won, lost] = twice[0]!.response ? [twice[1]!, twice[0]!] : [twice[0]!, twice[1]!];
    expect(won.url.pathname).toBe(`/interaction/${uid}/arrived`);
    const page = await lost.response!.text();
    expect(page).toContain(`href="/upstream/psc/confirm/${uid}"`);
    const goOn = new URL(`/upstream/psc/confirm/${uid}`, place.origin);
    expect((await visit(browser, goOn)).arrival).toBeDefined();
  });

  it('[40] two-tabs-two-people: each tab ends as the person who signed in there', async () => {
    const [browser, first, second] = [new Browser(), place.begin(), place.begin()];
    const left = await place.leave(browser, first, { persona: 'claire-moreau' });
    const right = await place.leave(browser, second, { persona: 'thomas-renaud' });
    const end = async ({ url }: typeof left) => visit(browser, new URL((await browser.request(url!.href)).headers.get('location')!));
    const [one, two] = [await end(right), await end(left)];
    const names = await place.names();
    expect([names[String(one.arrival!['accountId'])], names[String(two.arrival!['accountId'])]]).toEqual(['RENAUD', 'MOREAU']);
  });

  it('[7] nobody leaves from another site, nor without a sign-in under way', async () => {
    const browser = new Browser();
    const start = `${place.origin}/upstream/psc/start`;
    const elsewhere = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const post =
      (uid: string, headers = {}) =>
      async () =>
        outcome(await browser.request(start, { form: { interaction: uid }, headers }));
    expect((await post(place.begin(), elsewhere)()).status).toBe(403);
    await refused(place, 'upstream.interaction-over', post('a'.repeat(22)));
    expect((await post('<script>')()).status).toBe(400);
    expect((await browser.request(`${place.origin}/upstream/nobody/start`, { form: { interaction: place.begin() } })).status).toBe(404);
  });
});
