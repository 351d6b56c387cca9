import * as oidc from 'openid-client';
import { Browser, textOf } from './support/browser.ts';
import { BRIEY } from './support/portals.ts';
import { arrive, relyingParty, signIn, uidOf } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

const asked: string[] = [];
let world: World;
beforeAll(async () => {
  world = await openWorld({ asked: (account, organisation) => void asked.push(`${account} ${organisation}`) });
});
afterAll(() => world.close());

const facts = async (account: string) => (await world.they.facts(account)).map(({ what, why }) => `${what}: ${why}`);

async function begin(id: string, params: Record<string, string> = {}, browser = new Browser(world.site.origin)) {
  const rp = await relyingParty(world.site, id);
  const { url, checks } = await rp.start(params);
  return { rp, checks, browser, page: await browser.go(url) };
}

describe('a professional signs in to a portal', () => {
  it('and the portal learns who came in, at the level really reached, and nothing its file does not list', async () => {
    const claire = await world.member('claire');
    const authTime = new Date(Date.now() - 60_000);
    const { rp, checks, browser, page } = await begin('dossiers', { scope: 'openid profile professional' });
    expect(textOf(page.text)).toContain('Vers Dossiers partagés');
    const landed = await arrive(world.site, browser, page, claire, { acr: 'eidas2', authTime });
    expect(new URL(landed.url).searchParams.get('iss')).toBe(world.site.issuer);
    const tokens = await rp.redeem(landed, checks);
    expect(tokens.claims()).toMatchObject({ sub: claire, acr: 'eidas2', amr: ['pop', 'mfa'], auth_time: Math.floor(+authTime / 1000) });
    const told = await oidc.fetchUserInfo(rp.config, tokens.access_token, claire);
    expect(told).toEqual({ sub: claire, name: 'claire Martin', given_name: 'claire' });
    expect(await facts(claire)).toEqual(['sign-in.completed: signed-in']);
  });

  it('once for all the portals of their browser', async () => {
    const paul = await world.member('paul');
    const { browser } = await signIn(world.site, 'dossiers', paul);
    const { page, rp, checks } = await begin('own', {}, browser);
    expect((await rp.redeem(page, checks)).claims()).toMatchObject({ sub: paul });
    expect(await facts(paul)).toEqual(['sign-in.completed: signed-in', 'sign-in.completed: signed-in']);
  });

  it('and may go back without signing in, which the portal and the journal learn', async () => {
    const { page, browser } = await begin('dossiers');
    const landed = await browser.submit(page, '/leave');
    expect(new URL(landed.url).searchParams.get('error')).toBe('access_denied');
    expect((await world.they.facts('client:dossiers')).map(({ why }) => why)).toEqual(['given-up']);
  });

  it('again when the portal asks, and at a higher level when it needs one', async () => {
    const anne = await world.member('anne');
    const { browser } = await signIn(world.site, 'dossiers', anne);
    const again = await begin('dossiers', { prompt: 'login' }, browser);
    expect(textOf(again.page.text)).toContain('demande de vous identifier à nouveau');
    const higher = await begin('dossiers', { acr_values: 'eidas2' }, browser);
    expect(textOf(higher.page.text)).toContain('niveau d’authentification plus élevé');
    // Preferred, not required: what was really reached is told, and the person goes on.
    const landed = await arrive(world.site, browser, higher.page, anne, { acr: 'eidas1' });
    expect((await higher.rp.redeem(landed, higher.checks)).claims()).toMatchObject({ acr: 'eidas1' });
  });

  it('and another person takes the place of the one before on a shared computer', async () => {
    const [first, second] = [await world.member('first'), await world.member('second')];
    const { browser } = await signIn(world.site, 'dossiers', first);
    const { rp, checks, page } = await begin('dossiers', { prompt: 'login' }, browser);
    const landed = await arrive(world.site, browser, page, second);
    expect((await rp.redeem(landed, checks)).claims()).toMatchObject({ sub: second });
    expect(await facts(first)).toEqual(['sign-in.completed: signed-in', 'session.ended: someone-else-signed-in']);
    expect(await world.site.provider.sessions.of(first)).toEqual([]);
  });
});

describe('a sign-in under way', () => {
  it('belongs to the browser that began it', async () => {
    const { page } = await begin('dossiers');
    const other = await new Browser(world.site.origin).go(page.url);
    expect([other.status, textOf(other.text)]).toEqual([404, expect.stringContaining('n’est plus valable')]);
  });

  it('does not take a form from another site', async () => {
    const { page, browser } = await begin('dossiers');
    const uid = uidOf(page);
    const sent = await browser.post(`/interaction/${uid}/leave`, {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    expect(sent.status).toBe(403);
    expect((await browser.go(page.url)).status).toBe(200);
  });

  it('opens its forms to the portal and the upstream only, and runs no script', async () => {
    const { page, browser } = await begin('dossiers');
    const csp = (await browser.fetch(page.url)).headers.get('content-security-policy')!;
    expect(csp).toContain(`form-action 'self' http://localhost:9 https://psc.example`);
    expect(csp).toMatch(/default-src 'none'.*require-trusted-types-for 'script'/);
    expect(page.text).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
  });

  it('says nothing to a portal that asks without a page, but why', async () => {
    const anyone = await begin('dossiers', { prompt: 'none' });
    expect(new URL(anyone.page.url).searchParams.get('error')).toBe('login_required');
  });
});

describe('someone who may not enter', () => {
  const turnedAway = async (account: string, id = 'dossiers') => {
    const { page, browser } = await begin(id);
    return { browser, page: await arrive(world.site, browser, page, account) };
  };
  const leaves = async ({ browser, page }: Awaited<ReturnType<typeof turnedAway>>) =>
    new URL((await browser.submit(page, '/leave')).url).searchParams.get('error');

  it('waits for the answer to their request, and reads so', async () => {
    await world.they.account('acc-new', 'Nadia', 'Haddad', 'requested');
    await world.they.member('acc-new', BRIEY, 'requested');
    const seen = await turnedAway('acc-new');
    expect(textOf(seen.page.text)).toContain('Votre demande d’accès attend la décision de « CPTS du Pays de Briey »');
    expect(await leaves(seen)).toBe('access_denied');
    expect(await facts('acc-new')).toEqual(['sign-in.refused: standing']);
  });

  it('goes on by themselves once the request has been approved', async () => {
    await world.they.account('acc-soon', 'Nora', 'Petit', 'requested');
    const seen = await turnedAway('acc-soon');
    await world.db.query({ name: 'test.approve', text: `update account set stage = 'open' where id = 'acc-soon'` });
    await world.they.member('acc-soon', BRIEY);
    const open = await seen.browser.go(seen.page.url);
    expect(textOf(open.text)).toContain('Votre accès est ouvert');
    const landed = await seen.browser.submit(open, '/continue');
    expect(new URL(landed.url).searchParams.get('code')).toBeTruthy();
  });

  it('asks for a place when they are no member', async () => {
    await world.they.account('acc-visitor', 'Luc', 'Roux');
    const seen = await turnedAway('acc-visitor');
    expect(textOf(seen.page.text)).toContain('Vous n’êtes pas membre de « CPTS du Pays de Briey »');
    await seen.browser.submit(seen.page, '/ask');
    expect(asked).toEqual([`acc-visitor ${BRIEY}`]);
  });

  it('is given no session while suspended, and told until when', async () => {
    const zoe = await world.member('zoe');
    await world.they.hold(zoe, 'suspension', new Date(Date.now() - 1000), new Date('2099-01-01T00:00:00+01:00'));
    const seen = await turnedAway(zoe);
    expect(textOf(seen.page.text)).toContain('Votre accès est suspendu. Jusqu’au 1er janvier 2099');
    expect(await world.site.provider.sessions.of(zoe)).toEqual([]);
    expect(await leaves(seen)).toBe('access_denied');
    expect(await facts(zoe)).toEqual(['sign-in.refused: standing']);
  });

  it('keeps their own pages while restricted', async () => {
    const rene = await world.member('rene');
    await world.they.hold(rene, 'restriction', new Date(Date.now() - 1000));
    const seen = await turnedAway(rene);
    expect(textOf(seen.page.text)).toContain('présenter vos observations');
    const own = await begin('own', {}, seen.browser);
    expect((await own.rp.redeem(own.page, own.checks)).claims()).toMatchObject({ sub: rene });
    const silent = await begin('dossiers', { prompt: 'none' }, seen.browser);
    expect(new URL(silent.page.url).searchParams.get('error')).toBe('access_denied');
    expect(await facts(rene)).toContain('sign-in.refused: access_denied');
  });

  it('leaves a form sent twice as one fact, also when both were read before either was written', async () => {
    await world.they.account('acc-twice', 'Eva', 'Blanc');
    const seen = await turnedAway('acc-twice');
    const { Interaction } = world.site.provider.handle.current;
    const both = await Promise.all([Interaction.find(uidOf(seen.page)), Interaction.find(uidOf(seen.page))]);
    for (const each of both) {
      each!.result = { error: 'access_denied', why: 'standing', accountId: 'acc-twice' } as never;
      await each!.persist();
    }
    expect((await seen.browser.submit(seen.page, '/leave')).status).toBe(404);
    expect(await facts('acc-twice')).toEqual(['sign-in.refused: standing']);
  });
});
