import { personaById } from '../../apps/simulator/src/personas.ts';
import { HttpBrowser, type Seen } from '../support/http-browser.ts';
import { GOOD, World } from './support/world.ts';

const CLAIRE = 'acc-claire-moreau';
const OLD = `auth_time = auth_time - interval '6 minutes'`;
const HOME = '/moi/identites';

let world: World;
beforeAll(async () => {
  world = await World.open();
}, 120_000);
afterAll(() => world.close());

/** Someone at their own computer, signed in to their own pages through an upstream. */
async function someone(persona: string, upstream: 'psc' | 'enrs' = 'psc'): Promise<HttpBrowser> {
  const browser = new HttpBrowser((url) => url.href.startsWith(`${world.stack.portal}/`));
  const means = await browser.go(`${world.stack.issuer}/session/sign-in?for=own`);
  await proveAt(browser, await browser.submit(means, `/upstream/${upstream}/start`), persona);
  return browser;
}

const proveAt = (browser: HttpBrowser, login: Seen, persona: string) => browser.submit(login, '/login', { persona, means: 'CARD' });
const own = (browser: HttpBrowser, place = HOME) => browser.go(`${world.stack.issuer}${place}`);
/** To the page of the upstream that asks who is there, on the way to adding it. */
const leaveToAdd = async (browser: HttpBrowser, upstream: 'psc' | 'enrs') =>
  browser.submit(await own(browser, `${HOME}/ajouter/${upstream}`), `/upstream/${upstream}/link`);
/** A form that no page offers, with the token of one that is. */
const post = (browser: HttpBrowser, place: string, { text }: Seen) =>
  browser.fetch(`${world.stack.issuer}${place}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: world.stack.issuer },
    body: new URLSearchParams({ csrf: /name="csrf" value="([^"]+)"/.exec(text)![1]! }).toString(),
  });
const ways = (account: string) =>
  world.query<{ upstream: string; closed: boolean; id: string }>(
    'select upstream, unlinked_at is not null as closed, id from identity where account_id = $1 order by upstream',
    [account],
  );
const facts = async (account: string, what: string) =>
  (await world.query<{ details: unknown }>('select details from fact where on_id = $1 and what = $2 order by seq', [account, what])).map(
    ({ details }) => details,
  );
const forget = () => world.query(`delete from identity where account_id = $1 and upstream = 'enrs'`, [CLAIRE]);

describe('a way in that is added', () => {
  afterEach(forget);

  it('opens the same account, is told, and asks the upstream for a fresh sign-in', async () => {
    const claire = await someone('claire-moreau');
    const asked = await post(claire, '/upstream/enrs/link', await own(claire, `${HOME}/ajouter/enrs`));
    const { searchParams } = new URL(asked.headers.get('location')!);
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', '0']);
    expect((await proveAt(claire, await leaveToAdd(claire, 'enrs'), 'claire-moreau')).url).toContain('fait=linked');
    expect((await ways(CLAIRE)).map(({ upstream }) => upstream)).toEqual(['enrs', 'psc']);
    expect(await facts(CLAIRE, 'identity.added')).toEqual([{ upstream: 'enrs' }]);
    const mails = await world.query(
      `select 1 from outbox where topic = 'mail.send' and about = $1 and payload ->> 'fact' = 'identity.added' and not payload ? 'mail'`,
      [CLAIRE],
    );
    expect(mails).toHaveLength(1);
    expect((await own(await someone('claire-moreau', 'enrs'), '/moi')).text).toContain('Claire MOREAU');
  }, 60_000);

  it('is not begun with a session alone: a proof of the last five minutes is asked for first', async () => {
    const claire = await someone('claire-moreau');
    const page = await own(claire, `${HOME}/ajouter/enrs`);
    await world.query('delete from upstream_departure');
    await world.query(`update web_session set ${OLD}`);
    const refused = await claire.submit(page, '/upstream/enrs/link');
    expect([refused.status, new URL(refused.url).origin]).toEqual([401, world.stack.issuer]);
    expect(await world.query('select 1 from upstream_departure')).toEqual([]);
    expect((await claire.fetch(`${world.stack.issuer}${HOME}/ajouter/enrs`)).headers.get('location')).toContain(
      '/session/sign-in?for=own&confirm=',
    );
  }, 60_000);

  it('that is somebody else’s is refused in words that tell nothing of them, and waits for an administrator', async () => {
    await someone('karim-benali', 'enrs');
    const claire = await someone('claire-moreau');
    const refused = await proveAt(claire, await leaveToAdd(claire, 'enrs'), 'karim-benali');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('ne peut pas être rattachée sans vérification');
    expect(refused.text).not.toMatch(/karim|benali/i);
    const twin = await proveAt(claire, await leaveToAdd(claire, 'enrs'), 'odile-perrin');
    const words = ({ text }: Seen) =>
      text
        .replace(/<[^>]+>/g, ' ')
        .replace(/[A-Z0-9]{8}/g, '')
        .replace(/\s+/g, ' ');
    expect(words(twin)).toBe(words(refused));
    expect((await ways(CLAIRE)).map(({ upstream }) => upstream)).toEqual(['psc']);
    const doubts = await world.query<{ doubt: string }>('select doubt from quarantine where account_id = $1 order by first_at', [CLAIRE]);
    expect(doubts.map(({ doubt }) => doubt)).toEqual(['subject-taken', 'name-differs']);
    expect((await own(await someone('karim-benali', 'enrs'), '/moi')).text).toContain('Karim BENALI');
  }, 60_000);

  it('with another national identifier than the account’s is not merged', async () => {
    const karim = await someone('karim-benali', 'enrs');
    const [{ account_id: account } = { account_id: '' }] = await world.query<{ account_id: string }>(
      `select account_id from identity where upstream = 'enrs' and subject = $1`,
      [personaById('karim-benali')!.enrsSub],
    );
    await world.query(`insert into national_id (id, account_id, current, since) values ('899700000187', $1, true, now())`, [account]);
    const refused = await proveAt(karim, await leaveToAdd(karim, 'psc'), 'thomas-renaud');
    expect(refused.status).toBe(409);
    expect(await facts(account, 'identity.quarantined')).toEqual([
      expect.objectContaining({ doubt: 'national-id-changed', upstream: 'psc' }),
    ]);
    expect((await ways(account)).map(({ upstream }) => upstream)).toEqual(['enrs']);
    await world.query('delete from national_id where account_id = $1', [account]);
  }, 60_000);

  it('comes back to the session that asked for it and to no other, once', async () => {
    const claire = await someone('claire-moreau');
    const login = await leaveToAdd(claire, 'enrs');
    // The same browser, in which somebody has signed in again meanwhile.
    const again = claire.clone();
    await world.query('delete from web_session where account_id = $1', [CLAIRE]);
    await own(again);
    const elsewhere = await proveAt(again, login, 'claire-moreau');
    expect([elsewhere.status, elsewhere.text]).toEqual([403, expect.stringContaining('dans une autre session')]);
    expect((await ways(CLAIRE)).map(({ upstream }) => upstream)).toEqual(['psc']);
    // What came back of a link never signs anybody in, and not twice.
    const stranger = new HttpBrowser();
    const replayed = await stranger.go(elsewhere.url);
    expect(replayed.status).toBeGreaterThanOrEqual(400);
    expect(
      await world.query('select 1 from upstream_session where upstream = $1 and account_id = $2 and taken_at is null', ['enrs', CLAIRE]),
    ).toEqual([]);
    expect((await claire.go(elsewhere.url)).text).toContain('Référence à donner au support');
  }, 60_000);
});

describe('a way in that is removed', () => {
  beforeEach(() => world.query('update identity set unlinked_at = null where account_id = $1', [CLAIRE]));
  afterEach(forget);

  it('is never the last', async () => {
    const claire = await someone('claire-moreau');
    const [psc] = await ways(CLAIRE);
    const page = await own(claire, `${HOME}/${psc!.id}/retrait`);
    expect([page.status, page.text]).toEqual([409, expect.stringContaining('votre seul moyen d’entrer')]);
    expect((await post(claire, `${HOME}/${psc!.id}/retrait`, await own(claire))).status).toBe(409);
    expect((await ways(CLAIRE)).map(({ closed }) => closed)).toEqual([false]);
  }, 60_000);

  it('opens nothing any more, ends what came by it, and is opened again by adding it', async () => {
    const elsewhere = await someone('claire-moreau');
    const claire = await someone('claire-moreau');
    await proveAt(claire, await leaveToAdd(claire, 'enrs'), 'claire-moreau');
    const byEnrs = await someone('claire-moreau', 'enrs');
    const psc = (await ways(CLAIRE)).find(({ upstream }) => upstream === 'psc')!;
    const epoch = async () => (await world.query<{ epoch: string }>('select epoch from account where id = $1', [CLAIRE]))[0]!.epoch;
    const before = Number(await epoch());
    const done = await byEnrs.submit(await own(byEnrs, `${HOME}/${psc.id}/retrait`), '/retrait');
    expect(done.url).toContain('fait=unlinked');
    expect(Number(await epoch())).toBeGreaterThan(before);
    expect(await facts(CLAIRE, 'identity.removed')).toEqual([{ upstream: 'psc' }]);
    await world.eventually(async () => (await own(elsewhere, '/moi')).url.includes('/interaction/'));
    expect((await own(byEnrs, '/moi')).text).toContain('Claire MOREAU');

    const shut = new HttpBrowser();
    const means = await shut.go(`${world.stack.issuer}/session/sign-in?for=own`);
    const refused = await proveAt(shut, await shut.submit(means, '/upstream/psc/start'), 'claire-moreau');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Vous avez retiré Pro Santé Connect de votre compte')]);
    expect((await proveAt(byEnrs, await leaveToAdd(byEnrs, 'psc'), 'claire-moreau')).url).toContain('fait=linked');
    expect((await own(await someone('claire-moreau'), '/moi')).text).toContain('Claire MOREAU');
  }, 90_000);
});

describe('somebody signed out who shows who they are', () => {
  const MARC = 'acc-marc-lefevre';
  afterEach(async () => {
    for (const table of ['recovery_proof', 'recovery_grant', 'recovery']) await world.query(`delete from ${table}`);
  });

  /** Names an account at `/secours`, and goes and proves to be someone. */
  async function show(name: string, persona: string, browser = new HttpBrowser()): Promise<Seen> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: world.stack.issuer };
    const body = new URLSearchParams({ identifier: name }).toString();
    const login = await browser.go(`${world.stack.issuer}/upstream/psc/identify`, { method: 'POST', headers, body });
    return login.url.startsWith(world.stack.issuer) ? login : proveAt(browser, login, persona);
  }
  const asked = async (account: string) =>
    (
      await world.query<{ identification: string | null; verdict: string | null; name: string | null }>(
        'select identification, verdict, name from recovery r left join recovery_proof p on p.recovery_id = r.id where account_id = $1 order by p.at',
        [account],
      )
    ).map(({ identification, verdict, name }) => [identification, verdict, name]);
  const untilShown = (account: string) => world.eventually(async () => (await asked(account)).some(([, verdict]) => verdict !== null));
  const told = async (account: string, fact: string) =>
    (
      await world.query<{ mail: string; to: string }>(
        `select distinct payload ->> 'mail' as mail, payload ->> 'to' as to from outbox
         where topic = 'mail.send' and about = $1 and payload ->> 'fact' = $2 and payload ? 'mail' order by 1, 2`,
        [account, fact],
      )
    ).map(({ mail, to }) => `${mail} ${to}`);

  it('puts a proof beside the request, signs nobody in, and leaves no session open upstream', async () => {
    const browser = new HttpBrowser();
    const seen = await show('claire.moreau@messagerie.example', 'claire-moreau', browser);
    expect([seen.status, new URL(seen.url).pathname]).toEqual([200, '/secours/identite']);
    await untilShown(CLAIRE);
    expect(await asked(CLAIRE)).toEqual([['psc', 'concordant', null]]);
    expect(await facts(CLAIRE, 'recovery.identified')).toEqual([expect.objectContaining({ upstream: 'psc', level: 'eidas1' })]);
    expect((await own(browser, '/moi')).url).toContain('/interaction/');
    const again = await browser.submit(await own(browser, '/moi'), '/upstream/psc/start');
    expect(again.text).toContain('Qui se connecte');
    await world.eventually(async () => (await told(CLAIRE, 'recovery.asked')).length === 2);
    expect(await told(CLAIRE, 'recovery.asked')).toEqual(['recovery-waiting acc-marc-lefevre', 'recovery-waiting acc-sophie-bernard']);
  }, 60_000);

  it('who is not the person of the account helps nobody in, is noted and told, and learns nothing', async () => {
    const nobody = await show('personne@nulle-part.example', 'thomas-renaud');
    // Marc has never come in: only his national identifier is on record.
    const wrong = await show('899700000153', 'thomas-renaud');
    expect(wrong.text).toBe(nobody.text);
    expect([wrong.status, wrong.url]).toEqual([nobody.status, nobody.url]);
    await untilShown(MARC);
    expect(await asked(MARC)).toEqual([[null, 'discordant', 'Thomas RENAUD']]);
    expect(await facts(MARC, 'recovery.not-identified')).toEqual([expect.objectContaining({ doubt: 'national-id-changed' })]);
    await world.eventually(async () => (await told(MARC, 'recovery.not-identified')).length === 3);
    expect(await told(MARC, 'recovery.not-identified')).toEqual([
      'recovery-differs acc-marc-lefevre',
      'recovery-differs-alert acc-marc-lefevre',
      'recovery-differs-alert acc-sophie-bernard',
    ]);
  }, 60_000);

  it('and has nothing on record to compare is for those who decide to look at', async () => {
    const julie = await world.accountOf('julie.petit');
    await show('julie.petit', 'lucas-petit');
    await untilShown(julie);
    expect(await asked(julie)).toEqual([[null, 'unproved', 'Lucas PETIT']]);
  }, 60_000);

  it('does so anew, and at an upstream trusted for it', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: world.stack.issuer };
    const body = new URLSearchParams({ identifier: 'claire.moreau@messagerie.example' }).toString();
    const leave = (upstream: string) =>
      new HttpBrowser().fetch(`${world.stack.issuer}/upstream/${upstream}/identify`, { method: 'POST', headers, body });
    const { searchParams } = new URL((await leave('psc')).headers.get('location')!);
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', '0']);
    const refused = await leave('enrs');
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('n’atteste pas l’identité')]);
    await misbehave(world.stack.psc, 'auth-time-old');
    const old = await show('claire.moreau@messagerie.example', 'claire-moreau');
    expect([old.status, old.text]).toEqual([403, expect.stringContaining('Revenir à la demande de secours')]);
    expect(await asked(CLAIRE)).toEqual([]);
  }, 60_000);
});

/** The next answer of that upstream is wrong in this way. */
const misbehave = (upstream: string, fault: string) =>
  fetch(`${upstream}/simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault, times: 1 }),
  });

describe('a password that is changed', () => {
  const PLACE = '/moi/securite/mot-de-passe';
  const NEXT = 'fenouil cascade tramway oubli';
  beforeAll(() => world.givePassword(CLAIRE, 'claire.moreau', GOOD));
  beforeEach(() => world.forgetGuesses());

  it('asks for a recent proof and for the one in force, and ends the other sessions', async () => {
    const [elsewhere, claire] = [await someone('claire-moreau'), await someone('claire-moreau')];
    const form = await own(claire, PLACE);
    expect(form.text).toMatch(/autocomplete="current-password"[\s\S]*autocomplete="new-password"/i);
    const wrong = await claire.submit(form, 'name="password"', { current: 'ce n’est pas lui', password: NEXT });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Ce n’est pas votre mot de passe actuel')]);
    await world.query(`update web_session set ${OLD}`);
    const old = await claire.submit(form, 'name="password"', { current: GOOD, password: NEXT });
    expect(old.url).not.toContain('fait=password');
    expect(await facts(CLAIRE, 'password.changed')).toEqual([]);
    await world.query(`update web_session set auth_time = now()`);
    const done = await claire.submit(await own(claire, PLACE), 'name="password"', { current: GOOD, password: NEXT });
    expect(done.url).toContain('fait=password');
    expect(await facts(CLAIRE, 'password.changed')).toHaveLength(1);
    await world.eventually(async () => (await own(elsewhere, '/moi')).url.includes('/interaction/'));
    expect((await own(claire, '/moi')).text).toContain('Claire MOREAU');
  }, 60_000);

  it('is not guessed at in a session left open', async () => {
    const claire = await someone('claire-moreau');
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const form = await own(claire, PLACE);
      statuses.push((await claire.submit(form, 'name="password"', { current: `essai numéro ${tries}`, password: GOOD })).status);
    }
    expect(statuses.slice(0, 4)).toEqual([422, 422, 422, 422]);
    expect(statuses.at(-1)).toBe(429);
  }, 60_000);
});
