import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { generateKeyPair } from 'jose';
import { portal } from './portal.ts';
import { AProvider } from './testing/a-provider.ts';

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let habilis: AProvider;
let server: Server;
let origin: string;

// The engine warns that it keeps everything in memory: here that is the point.
beforeAll(() => {
  Object.assign(console, { warn: () => undefined, info: () => undefined });
});
beforeEach(async () => {
  habilis = new AProvider();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await habilis.start(origin);
  server.on('request', portal({ origin, port: 0, issuer: habilis.issuer, clientId: 'dossiers', clientSecret: 'a-secret' }));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await habilis.stop();
});

/** A browser: it keeps cookies by origin and path, and follows redirects. */
function aBrowser() {
  const cookies = new Map<string, string>();
  const visits: string[] = [];
  async function go(address: string, init: RequestInit = {}): Promise<{ status: number; text: string; url: string }> {
    const url = new URL(address, origin);
    visits.push(url.href);
    const mine = [...cookies].filter(([key]) => key.startsWith(url.origin)).map(([key, value]) => `${key.split(' ')[1]}=${value}`);
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie: mine.join('; ') } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(`${url.origin} ${pair.split('=')[0]}`, pair.slice(pair.indexOf('=') + 1));
    }
    const next = response.headers.get('location');
    if (next && visits.length < 12) return go(new URL(next, url).href);
    return { status: response.status, text: await response.text(), url: url.href };
  }
  const fresh = (address: string, init?: RequestInit) => ((visits.length = 0), go(address, init));
  return { go: fresh, cookies, visits };
}

async function signedIn() {
  const browser = aBrowser();
  return { browser, page: await browser.go('/sign-in') };
}

describe('signing in', () => {
  it('shows who came in, and at what level', async () => {
    const { page } = await signedIn();
    expect(page).toMatchObject({ status: 200, url: `${origin}/` });
    for (const shown of [
      'Nadia Haddad',
      'Infirmier',
      'Infirmier · MAISON DE SANTE (salarié)',
      'substantiel : carte à puce, code secret, plusieurs facteurs',
    ])
      expect(page.text).toContain(shown);
  });

  it('changes the number of the session', async () => {
    const browser = aBrowser();
    await browser.go('/sign-in');
    const seen = [...browser.cookies.values()];
    await browser.go('/sign-in');
    expect(browser.cookies.get(`${origin} dossiers_session`)).not.toBe(seen[0]);
  });

  it('that was not begun in this browser opens nothing', async () => {
    const { browser } = await signedIn();
    const stolen = browser.visits.find((visit) => visit.includes('/callback?'))!;
    const other = await aBrowser().go(stolen);
    expect(other.text).toContain('Se connecter');
    expect(other.text).not.toContain('Nadia');
  });

  it('that is refused says why', async () => {
    habilis.refuse = { error: 'access_denied', error_description: 'the charter was refused' };
    const { page } = await signedIn();
    expect(page.status).toBe(403);
    expect(page.text).toContain('Vous avez refusé la charte');
  });
});

it('what a provider says is shown as text and never becomes markup', async () => {
  habilis.answer = () => ({ decision: false, context: { reason_user: { fr: '<b>non</b>' } } });
  const { page } = await signedIn();
  expect(page.text).toContain('&#60;b&#62;non&#60;/b&#62;');
});

describe('the files', () => {
  it('are each shown or refused as Habilis answers, with its reason', async () => {
    habilis.answer = ({ resource }) =>
      resource.id === 'dos-1001' ? { decision: true } : { decision: false, context: { reason_user: { fr: 'Hors de l’équipe de soins.' } } };
    const { page } = await signedIn();
    expect(page.text).toMatch(/id="dos-1001" data-allowed="true"/);
    expect(page.text).toMatch(/id="dos-1002" data-allowed="false"/);
    expect(page.text.match(/Hors de l’équipe de soins\./g)).toHaveLength(4);
    expect(page.text).toContain('Camille Perrin');
    expect(page.text).not.toMatch(/Klein|Weber|Toussaint/);
  });

  it('are asked about with what deciding needs, and nothing about the patient', async () => {
    await signedIn();
    expect(habilis.asked[0]).toMatchObject({ subject: { type: 'person', id: 'acc-nadia' } });
    expect(habilis.asked[0]!.evaluations[0]).toEqual({
      action: { name: 'read' },
      context: { purpose: 'care', acr: 'eidas2' },
      resource: {
        type: 'PatientFile',
        id: 'dos-1001',
        properties: { structure: 'org-msp-moineville', careTeam: ['acc-nadia'], careFrom: '2025-01-06T08:00:00+01:00' },
      },
    });
    expect(JSON.stringify(habilis.asked)).not.toContain('Perrin');
  });

  it.each([[{}], [{ decision: 'true' }], [{ decision: 1 }], [null]])('stay closed when the answer is %j', async (answer) => {
    habilis.answer = () => answer;
    const { page } = await signedIn();
    expect(page.text).not.toContain('data-allowed="true"');
  });

  it('are asked about again when one is opened', async () => {
    const { browser } = await signedIn();
    expect((await browser.go('/files/dos-1001')).text).toContain('Suivi de plaie');
    habilis.answer = () => ({ decision: false });
    const refused = await browser.go('/files/dos-1001');
    expect(refused.status).toBe(403);
    expect(refused.text).not.toMatch(/Suivi de plaie|Perrin/);
  });
});

describe('a sensitive page', () => {
  const { now } = Date;
  /** As long after as that, for the portal and for Habilis. */
  const later = (minutes: number) => {
    Date.now = () => now() + minutes * 60_000;
  };
  const asked = (visits: readonly string[]) =>
    visits.filter((visit) => visit.startsWith(`${habilis.issuer}/auth?`)).map((visit) => new URL(visit).searchParams);
  afterEach(() => void (Date.now = now));

  it('opens to whoever has just come in, surely enough', async () => {
    const { browser } = await signedIn();
    const page = await browser.go('/list');
    expect([page.status, page.text.includes('Camille Perrin'), asked(browser.visits)]).toEqual([200, true, []]);
  });

  it('sends whoever came in a while ago to show it again, and opens when they are back', async () => {
    const { browser } = await signedIn();
    later(6);
    const page = await browser.go('/list');
    const [sent, ...more] = asked(browser.visits);
    expect([sent!.get('acr_values'), sent!.get('max_age'), more]).toEqual(['eidas2', '300', []]);
    expect([page.status, page.url, page.text.includes('Camille Perrin')]).toEqual([200, `${origin}/list`, true]);
  });

  it('is not opened by a lower level, and sends nobody round in circles', async () => {
    habilis.acr = 'eidas1';
    const { browser } = await signedIn();
    const page = await browser.go('/list');
    expect([page.status, asked(browser.visits)]).toEqual([403, [expect.anything()]]);
    expect(page.text).toContain('Identification insuffisante');
    expect(page.text).not.toContain('Camille Perrin');
    expect((await browser.go('/')).text).toContain('Nadia Haddad');
  });

  it('is nothing to whoever is not signed in', async () => {
    const browser = aBrowser();
    expect([(await browser.go('/list')).text.includes('Bienvenue'), asked(browser.visits)]).toEqual([true, []]);
  });
});

it('a file that does not exist leads back to the list, and so does one that is asked for by nobody', async () => {
  const { browser } = await signedIn();
  expect((await browser.go('/files/dos-9999')).url).toBe(`${origin}/`);
  expect((await aBrowser().go('/files/dos-1001')).text).toContain('Bienvenue');
});

describe('once access is withdrawn', () => {
  it('the next page shows nothing and the session is over', async () => {
    const { browser } = await signedIn();
    await habilis.withdraw();
    const page = await browser.go('/');
    expect(page.status).toBe(401);
    expect(page.text).toContain('Session terminée');
    expect(page.text).not.toContain('Nadia');
    expect((await browser.go('/')).text).toContain('Bienvenue');
  });

  it('the next file shows nothing either', async () => {
    const { browser } = await signedIn();
    await habilis.withdraw();
    const page = await browser.go('/files/dos-1001');
    expect([page.status, page.text.includes('Session terminée'), page.text.includes('Perrin')]).toEqual([401, true, false]);
    expect((await browser.go('/')).text).toContain('Bienvenue');
  });

  it('nothing is shown while nobody can say, and the session waits', async () => {
    const { browser } = await signedIn();
    await habilis.stop();
    const page = await browser.go('/');
    expect(page.status).toBe(503);
    expect(page.text).toContain('aucun dossier n’est affiché');
    await habilis.start(origin);
  });
});

describe('a back-channel logout', () => {
  const tell = (token: string) =>
    fetch(`${origin}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });
  const isIn = async (browser: ReturnType<typeof aBrowser>) => (await browser.go('/')).text.includes('Nadia Haddad');

  it('ends the sessions of the person', async () => {
    const { browser } = await signedIn();
    expect((await tell(await habilis.logoutToken({ sub: 'acc-nadia', events: EVENTS }))).status).toBe(200);
    expect(await isIn(browser)).toBe(false);
  });

  it('of another session leaves this one', async () => {
    const { browser } = await signedIn();
    expect((await tell(await habilis.logoutToken({ sub: 'acc-nadia', sid: 'another', events: EVENTS }))).status).toBe(200);
    expect(await isIn(browser)).toBe(true);
  });

  it.each([
    ['for another portal', { aud: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that is an ID token', { events: undefined, nonce: 'n' }],
    ['with a nonce', { nonce: 'n' }],
    ['that names nobody', { sub: undefined }],
    ['from yesterday', { iat: Math.floor(Date.now() / 1000) - 86_400 }],
  ])('%s is refused', async (_, claims) => {
    const { browser } = await signedIn();
    expect((await tell(await habilis.logoutToken({ sub: 'acc-nadia', events: EVENTS, ...claims }))).status).toBe(400);
    expect(await isIn(browser)).toBe(true);
  });

  it('signed by someone else, or by nobody, is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect((await tell(await habilis.logoutToken({ sub: 'acc-nadia', events: EVENTS }, privateKey))).status).toBe(400);
    for (const nothing of ['', 'x.y.z']) expect((await tell(nothing)).status).toBe(400);
    expect((await fetch(`${origin}/backchannel-logout`, { method: 'POST' })).status).toBe(400);
  });
});

it('signing out leaves here first, then at Habilis', async () => {
  const { browser } = await signedIn();
  await browser.go('/sign-out', { method: 'POST' });
  expect(browser.visits[1]).toMatch(new RegExp(`^${habilis.issuer}/session/end\\?id_token_hint=ey.*post_logout_redirect_uri=`));
  expect((await browser.go('/')).text).toContain('Bienvenue');
});

it('a page that does not exist says so', async () => {
  expect(await aBrowser().go('/nothing')).toMatchObject({ status: 404 });
});
