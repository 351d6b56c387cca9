import * as oidc from 'openid-client';
import { enqueue } from '@habilis/database';
import { Browser, textOf } from './support/browser.ts';
import { BRIEY, RP, testPortals } from './support/portals.ts';
import { openReceiver, until } from './support/receiver.ts';
import { relyingParty, signIn, uidOf } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
  receiver = await openReceiver();
  const told = { backchannelLogoutUri: receiver.uri };
  world = await openWorld({ portals: testPortals({ dossiers: told, agenda: told }) });
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});
beforeEach(() => receiver.answer(200));

const facts = async (account: string) => (await world.they.facts(account)).map(({ what, why }) => `${what}: ${why}`);
const told = async (account: string) => (await world.they.owed('portal.logout')).filter(({ payload }) => payload['account'] === account);
const narrow = (account: string, organisation: string | null) =>
  world.db.transaction((tx) =>
    enqueue(tx, { topic: 'account.narrowed', about: account, payload: { account, organisation }, dueAt: new Date() }),
  );

async function signOut(browser: Browser, idToken: string, id = 'dossiers') {
  const rp = await relyingParty(world.site, id);
  const way = { id_token_hint: idToken, post_logout_redirect_uri: `${RP}/${id}/bye`, state: 'kept' };
  return browser.go(oidc.buildEndSessionUrl(rp.config, way).href);
}

describe('signing out', () => {
  it('is confirmed in French, ends the session, tells every portal, and returns where it was asked', async () => {
    const claire = await world.member('claire');
    const { browser, tokens, rp } = await signIn(world.site, 'dossiers', claire);
    const other = await signIn(world.site, 'agenda', claire, {}, browser);
    const page = await signOut(browser, tokens.id_token!);
    expect(textOf(page.text)).toMatch(/Voulez-vous vous déconnecter.*Me déconnecter partout/);
    const before = receiver.count();
    const landed = await browser.submit(page, '/session/end/confirm', { logout: 'yes' });
    expect(landed.url).toBe(`${RP}/dossiers/bye?state=kept`);
    await until(() => receiver.count() === before + 2);
    expect(await receiver.tokens(world.site, 'dossiers')).toMatchObject([{ sub: claire, sid: tokens.claims()!['sid'] }]);
    expect(await receiver.tokens(world.site, 'agenda')).toMatchObject([{ sub: other.sub, sid: other.tokens.claims()!['sid'] }]);
    expect(await oidc.tokenIntrospection(rp.config, tokens.refresh_token!)).toEqual({ active: false });
    expect(await facts(claire)).toEqual(['sign-in.completed: signed-in', 'sign-in.completed: signed-in', 'session.ended: signed-out']);
    expect(uidOf(await browser.go((await rp.start()).url))).not.toBe('');
  });

  it('may go on to the upstream from the same form', async () => {
    const lola = await world.member('lola');
    const { browser, tokens } = await signIn(world.site, 'dossiers', lola);
    const page = await signOut(browser, tokens.id_token!);
    const csp = (await browser.fetch(page.url)).headers.get('content-security-policy');
    expect(csp).toContain(`form-action 'self' ${RP} https://psc.example;`);
  });

  it('is not needed once a session has been idle for too long, and asking about it brings nothing back', async () => {
    const lucie = await world.member('lucie');
    const { tokens, rp } = await signIn(world.site, 'dossiers', lucie);
    await world.db.query(
      {
        name: 'test.idle',
        text: `update oidc_record set expires_at = now() - interval '1 hour' where account_id = $1 and model = 'Session'`,
      },
      [lucie],
    );
    for (let times = 0; times < 2; times++)
      expect(await oidc.tokenIntrospection(rp.config, tokens.refresh_token!)).toEqual({ active: false });
  });

  it('of one portal leaves the others', async () => {
    const paul = await world.member('paul');
    const { browser, tokens, rp } = await signIn(world.site, 'dossiers', paul);
    const other = await signIn(world.site, 'agenda', paul, {}, browser);
    const page = await signOut(browser, tokens.id_token!);
    await browser.submit(page, '/session/end/confirm');
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toEqual({ active: false });
    expect(await oidc.tokenIntrospection(other.rp.config, other.tokens.access_token)).toMatchObject({ active: true });
    await until(async () => (await told(paul)).length === 1);
    expect((await told(paul))[0]!.payload).toMatchObject({ client: 'dossiers' });
  });

  it('does not leave for an address the portal has not declared', async () => {
    const anne = await world.member('anne');
    const { browser, tokens } = await signIn(world.site, 'dossiers', anne);
    const rp = await relyingParty(world.site, 'dossiers');
    const way = { id_token_hint: tokens.id_token!, post_logout_redirect_uri: 'https://evil.example/' };
    const page = await browser.go(oidc.buildEndSessionUrl(rp.config, way).href);
    expect([page.status, page.url.startsWith(world.site.issuer)]).toEqual([400, true]);
  });

  it('closes the upstream’s session on the way, and comes back', async () => {
    const jean = await world.member('jean');
    const { browser, tokens } = await signIn(world.site, 'dossiers', jean);
    world.site.upstream.signOutAddress = 'https://psc.example/logout?state=s';
    const landed = await browser.submit(await signOut(browser, tokens.id_token!), '/session/end/confirm', { logout: 'yes' });
    world.site.upstream.signOutAddress = undefined;
    expect(landed.url).toBe('https://psc.example/logout?state=s');
  });

  it('without a session needs nothing but says so', async () => {
    const browser = new Browser(world.site.origin);
    const page = await browser.go(`${world.site.issuer}/session/end`);
    const done = await browser.submit(page, '/session/end/confirm');
    expect(textOf(done.text)).toContain('Vous êtes déconnecté');
  });
});

describe('a portal that is away', () => {
  it('is told when it comes back, once, and the ledger says when', async () => {
    const lea = await world.member('lea');
    await signIn(world.site, 'dossiers', lea);
    receiver.answer(503);
    const before = receiver.count();
    await world.site.provider.sessions.endAll(lea, 'ended-by-person');
    await until(async () => (await told(lea)).some(({ error }) => error !== null));
    expect((await told(lea)).map(({ at }) => at)).toEqual([null]);
    receiver.answer(200);
    await until(async () => (await told(lea)).every(({ at }) => at !== null));
    expect([receiver.count(), (await told(lea))[0]!.attempts > 1]).toEqual([before + 1, true]);
  });
});

describe('an account that may do less', () => {
  it('loses its session, what it held, and the portals are told within a second', async () => {
    const marc = await world.member('marc');
    const { tokens, rp, browser } = await signIn(world.site, 'dossiers', marc);
    const before = receiver.count();
    await world.they.hold(marc, 'suspension', new Date(Date.now() - 1000));
    await narrow(marc, null);
    await until(() => receiver.count() === before + 1);
    expect((await told(marc))[0]!.payload).toEqual({ client: 'dossiers', account: marc, sid: tokens.claims()!['sid'] });
    expect(await world.site.provider.sessions.of(marc)).toEqual([]);
    expect(await oidc.tokenIntrospection(rp.config, tokens.refresh_token!)).toEqual({ active: false });
    expect(await facts(marc)).toEqual(['sign-in.completed: signed-in', 'session.ended: access-narrowed']);
    await world.they.lift(marc);
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toEqual({ active: false });
    expect(uidOf(await browser.go((await rp.start()).url))).not.toBe('');
  });

  it('at one organisation keeps what it holds elsewhere', async () => {
    const rose = await world.member('rose');
    const { browser, tokens, rp } = await signIn(world.site, 'dossiers', rose);
    const other = await signIn(world.site, 'agenda', rose, {}, browser);
    await world.they.hold(rose, 'suspension', new Date(Date.now() - 1000), null, BRIEY);
    // Delivered at least once, hence maybe by two replicas at the same time.
    const deliver = world.site.provider.handlers['account.narrowed']!;
    const item = { id: 'out-test', about: rose, attempts: 1 };
    await Promise.all([1, 2, 3].map(() => deliver({ account: rose, organisation: BRIEY }, item)));
    expect((await facts(rose)).filter((each) => each.startsWith('session.'))).toEqual(['session.narrowed: access-narrowed']);
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toEqual({ active: false });
    expect(await oidc.tokenIntrospection(other.rp.config, other.tokens.access_token)).toMatchObject({ active: true });
    expect((await told(rose)).map(({ payload }) => payload['client'])).toEqual(['dossiers']);
    expect((await world.site.provider.sessions.of(rose)).map(({ portals }) => portals)).toEqual([['agenda']]);
  });

  it('is told of nothing twice when the news comes twice', async () => {
    const yves = await world.member('yves');
    await signIn(world.site, 'dossiers', yves);
    await world.they.hold(yves, 'suspension', new Date(Date.now() - 1000));
    await Promise.all([narrow(yves, null), narrow(yves, null)]);
    await until(async () => (await world.they.owed('account.narrowed')).every(({ at }) => at !== null));
    expect(await told(yves)).toHaveLength(1);
    expect(await facts(yves)).toEqual(['sign-in.completed: signed-in', 'session.ended: access-narrowed']);
  });

  it('and keeps all when it turns out to be wide enough', async () => {
    const zoe = await world.member('zoe');
    const { rp, tokens } = await signIn(world.site, 'dossiers', zoe);
    await narrow(zoe, null);
    await until(async () => (await world.they.owed('account.narrowed')).every(({ at }) => at !== null));
    expect(await oidc.tokenIntrospection(rp.config, tokens.refresh_token!)).toMatchObject({ active: true });
    expect(await told(zoe)).toEqual([]);
  });
});

describe('a person’s own sessions', () => {
  it('are known by their browser, since when, and the portals entered; one or all can be ended', async () => {
    const theo = await world.member('theo');
    const firefox = new Browser(world.site.origin, {
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
    });
    const { tokens, rp } = await signIn(world.site, 'dossiers', theo, {}, firefox);
    await signIn(world.site, 'agenda', theo);
    const { sessions } = world.site.provider;
    const open = await sessions.of(theo);
    expect(open.find(({ browser }) => browser === 'Firefox sur Windows')).toMatchObject({
      upstream: 'psc',
      acr: 'eidas1',
      portals: ['dossiers'],
    });
    expect(Math.abs(+open[0]!.since - Date.now())).toBeLessThan(20_000);
    const stranger = await world.member('stranger');
    expect(await sessions.end(open[0]!.uid, stranger, 'ended-by-person')).toBe(false);
    const firefoxUid = open.find(({ portals }) => portals.includes('dossiers'))!.uid;
    expect(await sessions.end(firefoxUid, theo, 'ended-by-person')).toBe(true);
    expect(await sessions.end(firefoxUid, theo, 'ended-by-person')).toBe(false);
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toEqual({ active: false });
    expect(await sessions.endAll(theo, 'ended-by-person')).toBe(1);
    expect(await sessions.of(theo)).toEqual([]);
  });

  it('end when the upstream says the person signed out there', async () => {
    const nils = await world.member('nils');
    await signIn(world.site, 'dossiers', nils);
    await world.db.transaction((tx) =>
      enqueue(tx, {
        topic: 'upstream.logged-out',
        about: nils,
        payload: { account: nils, session: 's', upstream: 'psc' },
        dueAt: new Date(),
      }),
    );
    await until(async () => (await facts(nils)).includes('session.ended: upstream-signed-out'));
    expect(await world.site.provider.sessions.of(nils)).toEqual([]);
  });
});
