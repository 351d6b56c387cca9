import { levelOfRoles, type Acr } from '@habilis/credentials';
import { Browser, textOf } from './support/browser.ts';
import { arrive, relyingParty } from './support/relying-party.ts';
import { openWorld, type World } from './support/world.ts';

const TWO = 'urn:habilis:acr:two-factor';
const RESISTANT = 'urn:habilis:acr:phishing-resistant';
const asked = new Map<string, Acr>();
let world: World;
beforeAll(async () => {
  world = await openWorld({ requirements: { of: async (account) => asked.get(account) } });
});
afterAll(() => world.close());

async function begin(id: string, params: Record<string, string>, browser: Browser) {
  const rp = await relyingParty(world.site, id);
  const { url, checks } = await rp.start(params);
  return { rp, checks, page: await browser.go(url) };
}

/** A browser in which someone has come into the portal at a level. */
async function entered(account: string, acr: string): Promise<Browser> {
  const browser = new Browser(world.site.origin);
  const { page } = await begin('dossiers', {}, browser);
  await arrive(world.site, browser, page, account, { acr });
  return browser;
}

describe('a level that a role asks for', () => {
  it('is asked at the doors of portals until it is reached, and the portal learns it', async () => {
    const officer = await world.member('officer');
    asked.set(officer, TWO);
    const browser = new Browser(world.site.origin);
    const { rp, checks, page } = await begin('dossiers', {}, browser);
    const short = await arrive(world.site, browser, page, officer, { acr: 'eidas1' });
    expect(textOf(short.text)).toContain('niveau d’authentification plus élevé');
    const landed = await arrive(world.site, browser, short, officer, { acr: TWO, amr: ['otp', 'mfa'] });
    expect((await rp.redeem(landed, checks)).claims()).toMatchObject({ acr: TWO, amr: ['otp', 'mfa'] });
  });

  it('is not asked on people’s own pages, where the factor is added', async () => {
    const newcomer = await world.member('newcomer');
    asked.set(newcomer, RESISTANT);
    const browser = new Browser(world.site.origin);
    const own = await begin('own', {}, browser);
    const landed = await arrive(world.site, browser, own.page, newcomer, { acr: 'eidas1' });
    expect((await own.rp.redeem(landed, own.checks)).claims()).toMatchObject({ acr: 'eidas1' });
  });

  it('is asked at once of a session that was open when the role came', async () => {
    const promoted = await world.member('promoted');
    const browser = await entered(promoted, 'eidas1');
    asked.set(promoted, TWO);
    const silent = await begin('dossiers', { prompt: 'none' }, browser);
    expect(new URL(silent.page.url).searchParams.get('error')).toBe('login_required');
  });
});

describe('a level that a portal asks for', () => {
  it('in its request is served by one of ours of the same rank, without a page', async () => {
    const paul = await world.member('paul');
    const browser = await entered(paul, TWO);
    const { page } = await begin('dossiers', { acr_values: 'eidas2', prompt: 'none' }, browser);
    expect(new URL(page.url).searchParams.has('code')).toBe(true);
  });

  it('by the name of phishing-resistant is served by nothing else', async () => {
    const anne = await world.member('anne');
    const browser = await entered(anne, 'eidas3');
    const { page } = await begin('dossiers', { acr_values: RESISTANT, prompt: 'none' }, browser);
    expect(new URL(page.url).searchParams.get('error')).toBe('login_required');
  });

  it('can be found in the discovery document', async () => {
    const { acr_values_supported } = (await (await fetch(`${world.site.origin}/.well-known/openid-configuration`)).json()) as {
      acr_values_supported: string[];
    };
    expect(acr_values_supported).toEqual(expect.arrayContaining(['eidas1', TWO, RESISTANT]));
  });
});

describe('the level of several roles', () => {
  const settings = new Map([
    [
      'org-briey',
      {
        required: [
          { role: 'officer', level: 'two-factor' as const },
          { role: 'admin', level: 'phishing-resistant' as const },
        ],
      },
    ],
    ['org-longwy', undefined],
  ]);
  const at = (organisation: string, ...roles: string[]) => roles.map((role) => ({ role, organisation }));

  it.each([
    [at('org-briey', 'officer'), TWO],
    [at('org-briey', 'officer', 'admin'), RESISTANT],
    [at('org-briey', 'member'), undefined],
    [at('org-longwy', 'officer', 'admin'), undefined],
    [[], undefined],
  ])('%j: %s', (roles, level) => {
    expect(levelOfRoles(roles, settings)).toBe(level);
  });
});
