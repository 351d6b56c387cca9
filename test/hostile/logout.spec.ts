import { sql } from '@habilis/database';
import { Browser } from './browser.ts';
import { outcome, Place } from './place.ts';
import { misbehaving, refused } from './refused.ts';

const LIVE = sql('test.live', 'select subject, sid from upstream_session where ended_at is null');
const OWED = sql('test.owed', `select about, payload from outbox where topic = 'upstream.logged-out'`);

describe('signing out, and being signed out', () => {
  let place: Place;
  beforeAll(async () => (place = await Place.open()));
  beforeEach(() => place.restart());
  afterAll(() => place.close());

  const page = async (browser: Browser, url: string) => {
    const { url: reached, response } = await browser.follow(await browser.request(url), url);
    return { at: reached.pathname, ...(await outcome(response!)) };
  };

  describe('a logout token', () => {
    const told = async (variant?: Parameters<ReturnType<Place['provider']>['backchannelLogout']>[0]['variant']) =>
      (await place.provider('psc').backchannelLogout({ ...(variant && { variant }) })).told;

    it('[36] that is right ends our session, once, with a fact, and owes the telling', async () => {
      const { arrival } = await place.signIn();
      expect((await told()).map(({ status }) => status)).toEqual([200]);
      expect(await place.db.query(LIVE)).toEqual([]);
      expect(await place.facts('session.ended-upstream')).toMatchObject([{ on_id: arrival!['accountId'] }]);
      expect(await place.db.query(OWED)).toMatchObject([{ about: arrival!['accountId'], payload: { upstream: 'psc' } }]);
    });

    it.each(['logout-token-bad-signature', 'logout-token-nonce', 'logout-token-wrong-aud', 'logout-token-no-events'] as const)(
      '[36] %s: refused, and nobody is signed out',
      async (variant) => {
        await place.signIn();
        const live = await place.db.query(LIVE);
        expect(live).not.toEqual([]);
        const already = (await place.facts('logout-token.refused')).length;
        expect((await told(variant)).map(({ status }) => status)).toEqual([400]);
        expect((await place.facts('logout-token.refused')).slice(already)).toMatchObject([{ on_id: 'upstream:psc' }]);
        expect(await place.db.query(LIVE)).toEqual(live);
      },
    );

    it('[36] logout-token-replayed: a second hearing is refused', async () => {
      await place.signIn();
      expect((await told('logout-token-replayed')).map(({ status }) => status)).toEqual([200, 400]);
    });

    it('[36] logout-token-unknown-sid: heard, and without effect', async () => {
      await place.signIn();
      const live = await place.db.query(LIVE);
      expect((await told('logout-token-unknown-sid')).map(({ status }) => status)).toEqual([200]);
      expect(await place.db.query(LIVE)).toEqual(live);
    });

    it('[36] of any other shape is refused without a word too many', async () => {
      const url = `${place.origin}/upstream/psc/backchannel-logout`;
      const post = (form: Record<string, string>) => fetch(url, { method: 'POST', body: new URLSearchParams(form) });
      for (const form of [{}, { logout_token: 'a.b.c' }, { logout_token: 'x'.repeat(20_000) }]) {
        const answer = await post(form as Record<string, string>);
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([400, 'no-store']);
        expect(await answer.text()).not.toMatch(/at \w+ \(|JWS|jose/);
      }
    });
  });

  describe('an explicit sign-out', () => {
    const leave = async (browser: Browser) => (await place.signOutOf(browser, '/signed-out'))!;
    const signedIn = async () => {
      const browser = new Browser();
      expect((await place.signIn({ browser })).arrival).toBeDefined();
      return browser;
    };

    it('ends the upstream’s session and comes back where the person was going', async () => {
      const browser = await signedIn();
      expect(await page(browser, await leave(browser))).toMatchObject({ at: '/signed-out' });
      const { url } = await place.leave(browser, place.begin(), { persona: null });
      expect((await browser.request(url!.href)).status).toBe(200); // the upstream asks who is there
    });

    it('[37] logout-state-lost: nobody is left on the way for that', async () => {
      const browser = await signedIn();
      place.provider('psc').setFault({ fault: 'logout-state-lost' });
      expect(await page(browser, await leave(browser))).toMatchObject({ at: '/signed-out' });
    });

    it('[37] logout-state-altered: refused, and the person is told', async () => {
      const browser = await signedIn();
      const address = await leave(browser);
      place.provider('psc').setFault({ fault: 'logout-state-altered' });
      await refused(place, 'upstream.sign-out-unknown', () => page(browser, address));
    });

    it('[37] the way back of one browser is of no use to another', async () => {
      const browser = await signedIn();
      const back = new URL((await browser.request(await leave(browser))).headers.get('location')!);
      const other = new Browser();
      await place.leave(other, place.begin());
      await refused(place, 'upstream.sign-out-unknown', () => page(other, back.href));
    });
  });

  describe('on a shared computer', () => {
    const again = async (browser: Browser) => {
      const uid = place.begin();
      const { url } = await place.leave(browser, uid, { persona: null });
      return { uid, ...(await page(browser, url!.href)) };
    };

    it('[41] sso-previous-person: the person says who they are before anything else', async () => {
      const browser = new Browser();
      await place.signIn({ browser, persona: 'thomas-renaud' });
      place.clock.ahead = 5_000;
      const { uid, at, page: shown } = await again(browser);
      expect(at).toBe(`/upstream/psc/confirm/${uid}`);
      expect(shown).toContain('Thomas RENAUD');
      const arrived = `${place.origin}/interaction/${uid}/arrived`;
      expect((await page(browser, arrived)).arrival).toBeUndefined(); // not before the answer
      const answer = `${place.origin}${at}`;
      const yes = await browser.follow(await browser.request(answer, { form: { answer: 'yes' } }), answer);
      expect((await outcome(yes.response!)).arrival).toBeDefined();
    });

    it('[41] sso-previous-person: « Ce n’est pas moi » ends the upstream’s session and starts again', async () => {
      const browser = new Browser();
      await place.signIn({ browser, persona: 'thomas-renaud' });
      place.clock.ahead = 5_000;
      const { uid, at } = await again(browser);
      const answer = `${place.origin}${at}`;
      const no = await browser.follow(await browser.request(answer, { form: { answer: 'no' } }), answer);
      expect(no.url.pathname).toBe(`/interaction/${uid}`);
      expect((await page(browser, `${place.origin}/interaction/${uid}/arrived`)).arrival).toBeUndefined();
      const { url } = await place.leave(browser, uid, { persona: null });
      expect((await browser.request(url!.href)).status).toBe(200); // nobody is signed in there any more
    });

    it('[41] sso-ignores-prompt: asked to authenticate again, an older session is no answer', async () => {
      const browser = new Browser();
      await place.signIn({ browser });
      place.clock.ahead = 90_000;
      const uid = place.begin({ fresh: true });
      await refused(place, 'upstream.authentication-too-old', misbehaving(place, 'sso-ignores-prompt', { browser, uid }));
    });

    it('[41] nobody answers for someone else', async () => {
      const browser = new Browser();
      await place.signIn({ browser, persona: 'thomas-renaud' });
      place.clock.ahead = 5_000;
      const { uid, at } = await again(browser);
      const other = new Browser();
      await place.leave(other, place.begin());
      const answer = `${place.origin}${at}`;
      const { url } = await other.follow(await other.request(answer, { form: { answer: 'yes' } }), answer);
      expect(url.pathname).toBe(`/interaction/${uid}`);
      expect((await page(browser, `${place.origin}/interaction/${uid}/arrived`)).arrival).toBeUndefined();
    });
  });
});
