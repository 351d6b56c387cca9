import { Browser } from './browser.ts';
import { outcome, Place } from './place.ts';

describe('signing in through an upstream that behaves', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.open()));
  afterAll(() => place.close());

  it('ends with an arrival at the level really reached', async () => {
    const { arrival } = await place.signIn();
    expect(arrival).toMatchObject({ acr: 'eidas1', amr: ['sc', 'pin', 'mfa'], upstream: 'psc' });
  });

  it('goes through the regional provider as well', async () => {
    const { arrival } = await place.signIn({ upstream: 'enrs', persona: 'victor-noel', browser: new Browser() });
    expect(arrival).toMatchObject({ acr: 'eidas1', amr: ['pwd'], upstream: 'enrs' });
  });

  it('lets someone whose request was refused ask for access again', async () => {
    const [browser, uid] = [new Browser(), place.begin()];
    const { arrival } = await place.signIn({ persona: 'hugo-faure' });
    await place.refuseRequest(String(arrival!['accountId']));
    const { page } = await place.signIn({ persona: 'hugo-faure', browser, uid });
    expect(page).toContain('Votre compte est fermé.');
    expect(page).toContain('Demander à nouveau un accès');
    const start = `${place.origin}/upstream/psc/start`;
    place.clock.ahead = -5_000; // so that the upstream's session does not seem older than this sign-in
    const { response } = await browser.follow(await browser.request(start, { form: { interaction: uid, again: 'yes' } }), start);
    place.clock.ahead = 0;
    expect((await outcome(response!)).arrival).toMatchObject({ accountId: arrival!['accountId'] });
  });

  it('takes two ways back at once for one sign-in, and keeps one', async () => {
    const [browser, uid] = [new Browser(), place.begin()];
    const callbacks = [await place.callback(browser, uid), await place.callback(browser, uid)];
    const stop = (to: URL) => to.pathname.endsWith('/arrived');
    const ends = await Promise.all(callbacks.map(async ({ href }) => browser.follow(await browser.request(href), href, stop)));
    expect(ends.map(({ url }) => url.pathname)).toEqual([`/interaction/${uid}/arrived`, `/interaction/${uid}/arrived`]);
    const takes = await Promise.all(ends.map(async ({ url }) => outcome(await browser.request(url.href))));
    expect(takes.filter(({ arrival }) => arrival !== undefined)).toHaveLength(1);
  });
});
