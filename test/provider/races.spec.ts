import * as oidc from 'openid-client';
import { Browser, textOf } from './support/browser.ts';
import type { Seen } from '../support/http-browser.ts';
import { BRIEY, testPortals } from './support/portals.ts';
import { arrive, relyingParty, signIn, uidOf, type Checks } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ twin: true, portals: testPortals({ dossiers: { claims: ['activity'] } }) });
});
afterAll(() => world.close());

const facts = async (account: string) => (await world.they.facts(account)).map(({ what }) => what);
const won = <T>(tries: readonly PromiseSettledResult<T>[]) => tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));

/** The same portal, talking to each of the two replicas in turn. */
const both = async (id = 'dossiers') => [await relyingParty(world.site, id), await relyingParty(world.site, id, world.twin)] as const;

async function comeBack(account: string): Promise<{ landed: Seen; checks: Checks }> {
  const browser = new Browser(world.site.origin);
  const rp = await relyingParty(world.site, 'dossiers');
  const { url, checks } = await rp.start();
  return { landed: await arrive(world.site, browser, await browser.go(url), account), checks };
}

describe('two replicas', () => {
  it('redeem a code once, and what came of it is taken back when it comes again', async () => {
    const claire = await world.member('claire');
    const { landed, checks } = await comeBack(claire);
    const portals = await both();
    const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => portals[n % 2]!.redeem(landed, checks)));
    expect(won(tries).length).toBeLessThanOrEqual(1);
    for (const { access_token, refresh_token } of won(tries)) {
      expect(await oidc.tokenIntrospection(portals[1].config, access_token)).toEqual({ active: false });
      await expect(oidc.refreshTokenGrant(portals[0].config, refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
    const left = await world.db.query({ name: 'test.left', text: `select model from oidc_record where account_id = $1 and model like '%Token'` }, [claire]); // prettier-ignore
    expect(left.length).toBeLessThanOrEqual(2);
    expect(await facts(claire)).toEqual(['sign-in.completed', 'token.replayed']);
  });

  it('redeem a code that comes once, whichever replica it comes to', async () => {
    const paul = await world.member('paul');
    const { landed, checks } = await comeBack(paul);
    const tokens = await (await both())[1].redeem(landed, checks);
    expect(await oidc.tokenIntrospection((await both())[0].config, tokens.access_token)).toMatchObject({ active: true });
  });

  it('refresh once of many tries at once, and nobody keeps anything', async () => {
    const anne = await world.member('anne');
    const { tokens } = await signIn(world.site, 'dossiers', anne);
    const portals = await both();
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) => oidc.refreshTokenGrant(portals[n % 2]!.config, tokens.refresh_token!)),
    );
    expect(won(tries).length).toBeLessThanOrEqual(1);
    for (const { access_token, refresh_token } of [tokens, ...won(tries)]) {
      expect(await oidc.tokenIntrospection(portals[0].config, access_token)).toEqual({ active: false });
      await expect(oidc.refreshTokenGrant(portals[1].config, refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
    expect(await facts(anne)).toEqual(['sign-in.completed', 'token.replayed']);
  });

  it('rotate refresh tokens, and take everything back when an old one is shown', async () => {
    const jean = await world.member('jean');
    const { tokens } = await signIn(world.site, 'dossiers', jean);
    const [one, other] = await both();
    const second = await oidc.refreshTokenGrant(one.config, tokens.refresh_token!);
    const third = await oidc.refreshTokenGrant(other.config, second.refresh_token!);
    expect(new Set([tokens, second, third].map(({ refresh_token }) => refresh_token)).size).toBe(3);
    await expect(oidc.refreshTokenGrant(one.config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(oidc.refreshTokenGrant(other.config, third.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await oidc.tokenIntrospection(one.config, third.access_token)).toEqual({ active: false });
  });

  it('tell one another that a portal’s own token was taken back', async () => {
    const [{ config }] = await both();
    const { access_token } = await oidc.clientCredentialsGrant(config, { scope: 'access:evaluate' });
    const worth = () => world.twin.provider.callingClients.identify(`Bearer ${access_token}`);
    expect(await worth()).toMatchObject({ clientId: 'dossiers' });
    let heard: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (heard = resolve));
    await world.twin.listener.on('test_later', () => heard());
    await oidc.tokenRevocation(config, access_token);
    await world.db.query({ name: 'test.later', text: `select pg_notify('test_later', '')` });
    await later; // what is said is heard in order
    expect(await worth()).toBeUndefined();
  });

  it('do not bring back a session that one of them has ended', async () => {
    const lea = await world.member('lea');
    const { browser } = await signIn(world.site, 'dossiers', lea);
    const [session] = await world.site.provider.sessions.of(lea);
    const rp = await relyingParty(world.site, 'own');
    const visits = Array.from({ length: 4 }, async () => browser.go((await rp.start()).url));
    await Promise.all([...visits, world.twin.provider.sessions.end(session!.uid, lea, 'ended-by-person')]);
    expect(await world.site.provider.sessions.of(lea)).toEqual([]);
    expect(uidOf(await browser.go((await rp.start()).url))).not.toBe('');
  });
});

describe('a suspension during a sign-in', () => {
  const TWO = ['10', '60'].map((profession) => ({
    profession,
    category: 'C',
    skill: '',
    activities: [{ mode: 'L', sector: '', kind: 'GENR01', role: '', pharmacistSection: '', workplace: { technicalId: 'R1', name: 'Cabinet', finess: '', legalFiness: '', siret: '' } }], // prettier-ignore
  }));
  beforeAll(() => world.they.charter(BRIEY, 1, new Date(Date.now() - 1000)));

  /** Each step of a sign-in that meets everything there is to meet; the suspension falls before the step named. */
  const STEPS = ['arrive', 'charter', 'activity', 'redeem', 'refresh', 'use'] as const;

  it.each(STEPS)('before « %s » ends in neither code nor token', async (fatal) => {
    const account = await world.member(`during-${fatal}`);
    await world.they.profile(account, { rpps: null, exercises: TWO });
    const suspend = () => world.they.hold(account, 'suspension', new Date(Date.now() - 1000));
    const before = async (step: (typeof STEPS)[number]) => void (step === fatal && (await suspend()));
    const browser = new Browser(world.site.origin);
    const rp = await relyingParty(world.site, 'dossiers');
    const { url, checks } = await rp.start({ scope: 'openid professional' });
    let page = await browser.go(url);

    const goOn = async () => {
      await before('arrive');
      page = await arrive(world.site, browser, page, account);
      if (fatal === 'arrive') return;
      await before('charter');
      page = await browser.submit(page, '/charter', { answer: 'accept', read: 'on' });
      if (fatal === 'charter') return;
      await before('activity');
      page = await browser.submit(page, '/activity');
      if (fatal === 'activity') return;
      await before('redeem');
      const tokens = await rp.redeem(page, checks);
      await before('refresh');
      const fresh = await oidc.refreshTokenGrant(rp.config, tokens.refresh_token!);
      await before('use');
      expect(await oidc.tokenIntrospection(rp.config, fresh.access_token)).toEqual({ active: false });
      await expect(oidc.fetchUserInfo(rp.config, fresh.access_token, account)).rejects.toMatchObject({ status: 401 });
    };
    if (fatal === 'redeem' || fatal === 'refresh') await expect(goOn()).rejects.toMatchObject({ error: 'invalid_grant' });
    else await goOn();

    if (!['arrive', 'charter', 'activity'].includes(fatal)) return;
    expect(new URL(page.url).searchParams.get('code')).toBeNull();
    const told = page.url.startsWith(world.site.origin) ? page : await browser.go(url);
    expect(told.url.startsWith(world.site.origin)).toBe(true);
    expect((await facts(account)).filter((each) => each === 'sign-in.completed')).toEqual([]);
    const back = textOf(told.text).includes('suspendu') ? await browser.submit(told, '/leave') : undefined;
    if (back) expect(new URL(back.url).searchParams.get('error')).toBe('access_denied');
  });

  it('tells the person why, at the very page they were on', async () => {
    const account = await world.member('reading');
    const browser = new Browser(world.site.origin);
    const rp = await relyingParty(world.site, 'dossiers');
    const page = await arrive(world.site, browser, await browser.go((await rp.start()).url), account);
    expect(textOf(page.text)).toContain('Charte d’utilisation');
    await world.they.hold(account, 'suspension', new Date(Date.now() - 1000));
    const told = await browser.go(page.url);
    expect(textOf(told.text)).toContain('Votre accès est suspendu');
    const back = await browser.submit(told, '/leave');
    expect(new URL(back.url).searchParams.get('error')).toBe('access_denied');
    expect(await facts(account)).toEqual(['sign-in.refused']);
  });

  it('is felt by a code at the instant it is issued, after the policy has looked', async () => {
    const account = await world.member('instant');
    const { current } = world.site.provider.handle;
    const client = (await current.Client.find('dossiers'))!;
    const issue = () => new current.AuthorizationCode({ accountId: account, client, grantId: 'g', scope: 'openid' } as never).save();
    await world.they.answered(account, BRIEY, 1);
    await expect(issue()).resolves.toMatch(/^[\w-]{43}$/);
    await world.they.hold(account, 'suspension', new Date(Date.now() - 1000));
    await expect(issue()).rejects.toMatchObject({ error: 'access_denied' });
    expect(await facts(account)).toEqual(['sign-in.completed']);
  });
});
