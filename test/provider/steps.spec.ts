import * as oidc from 'openid-client';
import { FixedClock } from '@habilis/database/testing';
import { Browser, textOf } from './support/browser.ts';
import type { Seen } from '../support/http-browser.ts';
import { BRIEY, testPortals } from './support/portals.ts';
import { arrive, relyingParty, signIn } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

const HOUR = 3_600_000;
const clock = new FixedClock(new Date());
let world: World;
beforeAll(async () => {
  world = await openWorld({ clock, portals: testPortals({ dossiers: { claims: ['name', 'activity'] } }) });
});
afterAll(() => world.close());

const facts = async (account: string) => (await world.they.facts(account)).map(({ what, why }) => `${what}: ${why}`);

async function begin(id: string, account: string, params: Record<string, string> = {}) {
  const browser = new Browser(world.site.origin);
  const rp = await relyingParty(world.site, id);
  const { url, checks } = await rp.start({ scope: 'openid profile professional', ...params });
  const page = await arrive(world.site, browser, await browser.go(url), account);
  return { rp, checks, browser, page, url };
}
const errorOf = (landed: Seen) => new URL(landed.url).searchParams.get('error');

const workplace = (name: string) => ({ technicalId: `R${name}`, name, finess: '', legalFiness: '', siret: '' });
const activity = (name: string) => ({
  mode: 'L',
  sector: 'SA07',
  kind: 'GENR01',
  role: '',
  pharmacistSection: '',
  workplace: workplace(name),
});
const exercise = (profession: string, category: string, ...places: string[]) => ({
  profession,
  category,
  skill: '',
  activities: places.map(activity),
});

describe('several activities', () => {
  const TWO = { rpps: '10001234567', exercises: [exercise('10', 'C', 'Cabinet Moreau'), exercise('60', 'C', 'SSIAD de Briey')] };

  it('are offered the least privileged first, and the one chosen is told with the claims, once a session', async () => {
    const claire = await world.member('claire');
    await world.they.profile(claire, TWO);
    const { page, browser, rp, checks } = await begin('dossiers', claire);
    const text = textOf(page.text);
    expect(text.indexOf('Infirmier')).toBeLessThan(text.indexOf('Médecin'));
    expect(text.indexOf('Infirmier')).toBeGreaterThan(0);
    const landed = await browser.submit(page, '/activity');
    const tokens = await rp.redeem(landed, checks);
    const told = await oidc.fetchUserInfo(rp.config, tokens.access_token, claire);
    expect(told['activity']).toMatchObject({ profession: '60', workplace: { name: 'SSIAD de Briey' } });

    const again = await signIn(world.site, 'dossiers', claire, { scope: 'openid profile professional' }, browser);
    expect(await oidc.fetchUserInfo(again.rp.config, again.tokens.access_token, claire)).toMatchObject({ activity: { profession: '60' } });
  });

  it('are not asked about when there is one, nor by a portal that is not told', async () => {
    const marc = await world.member('marc');
    await world.they.profile(marc, { rpps: null, exercises: [exercise('60', 'C', 'SSIAD de Briey')] });
    const one = await signIn(world.site, 'dossiers', marc, { scope: 'openid professional' });
    expect(await oidc.fetchUserInfo(one.rp.config, one.tokens.access_token, marc)).toMatchObject({ activity: { profession: '60' } });
    const lea = await world.member('lea');
    await world.they.profile(lea, TWO);
    const untold = await signIn(world.site, 'own', lea);
    expect(untold.tokens.claims()).toMatchObject({ sub: lea });
  });

  it('are told no more once the way in that told them was removed', async () => {
    const hugo = await world.member('hugo');
    await world.they.profile(hugo, { rpps: null, exercises: [exercise('60', 'C', 'SSIAD de Briey')] });
    const { rp, tokens } = await signIn(world.site, 'dossiers', hugo, { scope: 'openid professional' });
    const told = async () => (await oidc.fetchUserInfo(rp.config, tokens.access_token, hugo))['activity'];
    expect(await told()).toMatchObject({ profession: '60' });
    await world.they.unlinked(hugo);
    expect(await told()).toBeUndefined();
  });

  it('cannot be answered with somebody else’s', async () => {
    const ines = await world.member('ines');
    await world.they.profile(ines, TWO);
    const { page, browser } = await begin('dossiers', ines);
    const again = await browser.submit(page, '/activity', { activity: 'a00000000000' });
    expect(textOf(again.text)).toContain('Dans quelle activité');
  });
});

describe('the charter in force', () => {
  beforeAll(() => world.they.charter(BRIEY, 1, new Date(clock.now().getTime() - HOUR)));

  it('is read and accepted before a code, once', async () => {
    const jean = await world.member('jean');
    const { page, browser, rp, checks } = await begin('dossiers', jean);
    expect(textOf(page.text)).toMatch(/Charte d’utilisation.*Texte de la charte.*Si vous refusez, Dossiers partagés vous reste fermé/);
    const unread = await browser.submit(page, '/charter', { answer: 'accept' });
    expect([unread.status, textOf(unread.text)]).toEqual([422, expect.stringContaining('Cochez cette case')]);
    const landed = await browser.submit(page, '/charter', { answer: 'accept', read: 'on' });
    expect((await rp.redeem(landed, checks)).claims()).toMatchObject({ sub: jean });
    expect((await signIn(world.site, 'dossiers', jean, {}, browser)).sub).toBe(jean);
  });

  it('may be refused, which ends the sign-in and is asked again at the next', async () => {
    const yves = await world.member('yves');
    const { page, browser, url } = await begin('dossiers', yves);
    expect(errorOf(await browser.submit(page, '/charter', { answer: 'refuse' }))).toBe('access_denied');
    expect(await facts(yves)).toEqual(['charter.refused: asked-at-sign-in', 'sign-in.refused: charter-refused']);
    expect(textOf((await browser.go(url)).text)).toContain('Charte d’utilisation');
  });

  it('is asked neither of people’s own pages nor of someone the door stays shut for', async () => {
    const theo = await world.member('theo');
    expect((await signIn(world.site, 'own', theo)).sub).toBe(theo);
    await world.they.account('acc-waits', 'Nadia', 'Haddad', 'requested');
    await world.they.member('acc-waits', BRIEY, 'requested');
    expect(textOf((await begin('dossiers', 'acc-waits')).page.text)).toContain('attend la décision');
  });

  it('stops a running session when a new version takes effect, with no job, and is asked for again', async () => {
    const rose = await world.member('rose');
    await world.they.answered(rose, BRIEY, 1);
    await world.they.charter(BRIEY, 2, new Date(clock.now().getTime() + HOUR));
    const { rp, tokens, browser } = await signIn(world.site, 'dossiers', rose);
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toMatchObject({ active: true });
    clock.advance(HOUR);
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toEqual({ active: false });
    await expect(oidc.refreshTokenGrant(rp.config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    const { url } = await rp.start();
    expect(textOf((await browser.go(url)).text)).toContain('Version 2');
  });
});

describe('a hold that begins later', () => {
  it('shuts every door at its instant and opens them at its end, with nothing running', async () => {
    const odile = await world.member('odile');
    await world.they.answered(odile, BRIEY, 2);
    const { rp, tokens, sub } = await signIn(world.site, 'dossiers', odile);
    const from = clock.now().getTime() + HOUR;
    await world.they.hold(odile, 'absence', new Date(from), new Date(from + HOUR));
    clock.set(new Date(from - 1));
    expect(await oidc.tokenIntrospection(rp.config, tokens.refresh_token!)).toMatchObject({ active: true });
    clock.set(new Date(from));
    expect(await oidc.tokenIntrospection(rp.config, tokens.refresh_token!)).toEqual({ active: false });
    await expect(oidc.fetchUserInfo(rp.config, tokens.access_token, sub)).rejects.toMatchObject({ status: 401 });
    await expect(oidc.refreshTokenGrant(rp.config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    clock.set(new Date(from + HOUR));
    expect(await oidc.tokenIntrospection(rp.config, tokens.access_token)).toMatchObject({ active: true });
  });
});
