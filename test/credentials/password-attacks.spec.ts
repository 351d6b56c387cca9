import { createHash, randomBytes } from 'node:crypto';
import { MailCatcher } from '../../apps/stack/src/mail-catcher.ts';
import { Visitor } from '../support/visitor.ts';
import { GOOD, heldOn, World } from './support/world.ts';

const JULIE = 'julie.petit';

let world: World;
let mails: MailCatcher;
let mailbox: string;
beforeAll(async () => {
  world = await World.open();
  mails = new MailCatcher();
  const { http } = await mails.start({ smtp: world.stack.smtpPort, http: 0 });
  mailbox = `http://127.0.0.1:${http}/mails.json`;
  await world.givePassword('acc-claire-moreau', 'claire.moreau', GOOD);
}, 120_000);
afterAll(async () => {
  await mails.stop();
  await world.close();
});
beforeEach(() => world.forgetGuesses());

describe('an invitation', () => {
  it('is used once, whatever comes at once, and not by looking at it', async () => {
    const link = await world.linkOf(JULIE, 'invitation');
    const browsers = Array.from({ length: 5 }, () => world.browser());
    const pages = await Promise.all(browsers.map((browser) => browser.go(link)));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const after = await Promise.all(
      pages.map((page, i) => browsers[i]!.submit(page, 'name="password"', { password: GOOD }).catch(() => page)),
    );
    const forms = await Promise.all(browsers.map((browser) => browser.go(link)));
    expect(after.filter(heldOn)).toHaveLength(1);
    expect(forms.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  }, 60_000);

  it('opened by someone else afterwards changes nothing: the password stays', async () => {
    expect(heldOn(await world.guess(world.browser(), JULIE, GOOD))).toBe(true);
  });
});

describe('a password', () => {
  it('is one in composed and decomposed letters', async () => {
    await world.query('delete from password where account_id = $1', ['acc-marc-lefevre']);
    await world.givePassword('acc-marc-lefevre', 'marc.lefevre', 'forêt dégivrée à l’étang');
    for (const form of ['NFC', 'NFD'])
      expect([form, heldOn(await world.guess(world.browser(), 'MARC.LEFEVRE', 'forêt dégivrée à l’étang'.normalize(form)))]).toEqual([
        form,
        true,
      ]);
  });

  it('is not another that begins with the same seventy-two bytes', async () => {
    await world.givePassword('acc-victor-noel', 'victor.noel', `${'x'.repeat(72)}suite`);
    expect(heldOn(await world.guess(world.browser(), 'victor.noel', `${'x'.repeat(72)}autre`))).toBe(false);
    expect(heldOn(await world.guess(world.browser(), 'victor.noel', 'x'.repeat(72)))).toBe(false);
    expect(heldOn(await world.guess(world.browser(), 'victor.noel', `${'x'.repeat(72)}suite`))).toBe(true);
  });

  it('of a megabyte is refused without being hashed, and one of sixty kilobytes as well', async () => {
    const browser = world.browser();
    const page = await world.signInPage(browser);
    const large = await browser.submit(page, '/password"', { identifier: JULIE, password: 'a'.repeat(1_000_000) });
    const long = await browser.submit(page, '/password"', { identifier: JULIE, password: 'é'.repeat(9_000) });
    expect([large.status, long.status, long.text.includes('128')]).toEqual([413, 422, true]);
  });
});

describe('strangers learn nothing', () => {
  const wrong = (identifier: string) => world.guess(world.browser(), identifier, 'certainement pas le bon 54');
  const plain = (text: string, identifier: string) => text.replaceAll(identifier, '…').replace(/[\w-]{21,64}/g, '…');

  it('from the words of an answer, to a guess or to a forgotten password', async () => {
    const [known, unknown] = [await wrong(JULIE), await wrong('nobody.here')];
    expect([known.status, unknown.status]).toEqual([422, 422]);
    expect(plain(known.text, JULIE)).toBe(plain(unknown.text, 'nobody.here'));
    const ask = async (identifier: string) => {
      const browser = world.browser();
      return browser.submit(await browser.go(`${world.stack.issuer}/mot-de-passe`), '/mot-de-passe', { identifier });
    };
    const [asked, asked2] = [await ask(JULIE), await ask('nobody.here')];
    expect([asked.status, asked.text]).toEqual([200, asked2.text]);
  });

  it('from the time it takes', async () => {
    const browser = world.browser();
    const page = await world.signInPage(browser);
    const timed = async (identifier: string) => {
      const began = performance.now();
      await browser.submit(page, '/password"', { identifier, password: `certainement ${randomBytes(4).toString('hex')}` });
      return performance.now() - began;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let i = 0; i < 24; i += 1) {
      await world.forgetGuesses();
      // One after the other, in an order that changes: what the machine does meanwhile is felt by both.
      for (const which of i % 2 ? [known, unknown] : [unknown, known]) which.push(await timed(which === known ? JULIE : `nobody.${i}`));
    }
    const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
    const ratio = median(known) / median(unknown);
    // Without the hash for strangers it is some five; on a machine that is busy with something else it has been seen at 1.3.
    expect(ratio).toBeGreaterThan(0.55);
    expect(ratio).toBeLessThan(1.8);
  }, 60_000);

  it('from the wait, which is the same for a name that nobody has', async () => {
    for (const identifier of [JULIE, 'nobody.here']) {
      const browser = world.browser();
      for (let i = 0; i < 5; i += 1) await world.guess(browser, identifier, `wrong ${identifier} ${i}`);
      const slow = await world.guess(browser, identifier, `wrong ${identifier} last`);
      // Of the minute, some has passed while the page was written.
      expect([slow.status, /dans (\d+) secondes/.exec(slow.text)?.[1]]).toEqual([429, expect.stringMatching(/^([345]\d|60)$/)]);
    }
  }, 30_000);
});

describe('guessing', () => {
  it('keeps nobody out of a browser of theirs, and the right password out of the guesser’s', async () => {
    const [guesser, theirs] = [world.browser(), world.browser()];
    for (let i = 0; i < 5; i += 1) await world.guess(guesser, JULIE, `wrong ${i}`);
    expect((await world.guess(guesser, JULIE, GOOD)).status).toBe(429);
    const secret = randomBytes(32).toString('base64url');
    const digest = createHash('sha256').update(secret).digest('base64url');
    await world.query(
      `insert into known_browser (account_id, browser, label, first_at, last_at) values ($1, $2, 'Firefox sur Linux', now(), now())`,
      [await world.accountOf(JULIE), digest],
    );
    theirs.plant(world.stack.issuer, 'habilis-known', secret);
    expect(heldOn(await world.guess(theirs, JULIE, GOOD))).toBe(true);
  }, 30_000);

  it('at once is counted: of twenty at the same time, five are looked at', async () => {
    const browsers = Array.from({ length: 20 }, () => world.browser());
    const pages = await Promise.all(browsers.map((browser) => world.signInPage(browser)));
    const answers = await Promise.all(
      pages.map((page, i) => browsers[i]!.submit(page, '/password"', { identifier: JULIE, password: `at once ${i}` })),
    );
    const count = (status: number) => answers.filter((each) => each.status === status).length;
    expect([count(422), count(429)]).toEqual([5, 15]);
  }, 60_000);

  it('with one password at many people is caught', async () => {
    const tries = [];
    for (let i = 0; i < 12; i += 1) tries.push((await world.guess(world.browser(), `person.${i}`, 'Printemps2026!')).status);
    expect(tries).toEqual([...Array<number>(10).fill(422), 429, 429]);
    const [caught] = await world.query<{ n: number }>(
      `select count(*)::int as n from fact where what = 'sign-in.slowed' and why = 'spraying'`,
    );
    expect(caught!.n).toBeGreaterThan(0);
  }, 30_000);
});

describe('a sign-in under way', () => {
  it('is worth nothing to whoever planted it, once the person has proved who they are', async () => {
    const attacker = world.browser();
    const page = await world.signInPage(attacker);
    const victim = attacker.clone();
    expect(heldOn(await victim.submit(page, '/password"', { identifier: JULIE, password: GOOD }))).toBe(true);
    const uid = /\/sign-in\/([\w-]+)\/password/.exec(page.text)![1]!;
    for (const address of [`/sign-in/${uid}`, `/sign-in/${uid}/new-password`, `/interaction/${uid}/arrived`]) {
      const seen = await attacker.go(`${world.stack.issuer}${address}`);
      expect([address, heldOn(seen)]).toEqual([address, false]);
    }
    expect((await attacker.fetch(`${world.stack.issuer}/moi`)).status).toBe(303);
  });

  it('does not arrive with a password alone', async () => {
    const browser = world.browser();
    const next = await world.guess(browser, JULIE, GOOD);
    const uid = /\/sign-in\/([\w-]+)\//.exec(next.url)![1]!;
    const seen = await browser.go(`${world.stack.issuer}/interaction/${uid}/arrived`);
    expect(seen.text).toContain('/sign-in/start');
    expect((await browser.fetch(`${world.stack.issuer}/moi`)).status).toBe(303);
  });
});

describe('a forgotten password', () => {
  const ask = (headers: Record<string, string> = {}) =>
    world.post('/mot-de-passe', 'identifier=claire.moreau', { 'sec-fetch-site': 'same-origin', ...headers });
  const lastMail = async () => {
    for (let tries = 0; tries < 100; tries += 1) {
      const all = (await (await fetch(mailbox)).json()) as { subject: string; text: string; html: string; to: string[] }[];
      const found = all.filter(({ subject }) => subject.includes('mot de passe'));
      if (found.length > 0) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('no mail came');
  };

  it('leads to our own address, whatever host the request claimed', async () => {
    const evil = await ask({ host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' });
    expect([200, 403]).toContain(evil.status);
    if (evil.status !== 200) expect((await ask()).status).toBe(200);
    const [mail] = await lastMail();
    expect(mail!.text).toContain(`${world.stack.issuer}/mot-de-passe/`);
    expect(`${mail!.text}${mail!.html}`).not.toContain('evil.example');
  }, 30_000);

  it('ends the sessions of before and every other link, once; a thief of the old link finds nothing', async () => {
    const claire = new Visitor(world.stack, 'claire-moreau');
    await claire.enter(`${world.stack.issuer}/session/sign-in?for=own`);
    expect((await claire.fetch(`${world.stack.issuer}/moi`)).status).toBe(200);
    // The letter of the test before may be on its way still; this one is to find its own.
    await world.query(`update one_time_link set ended_at = now() where kind = 'reset' and ended_at is null`);
    await ask();
    const link = await world.linkOf('claire.moreau', 'reset');
    const browser = world.browser();
    const next = await browser.submit(await browser.go(link), 'name="password"', { password: 'girafe moutarde escalier brume' });
    expect(heldOn(next)).toBe(true);
    const thief = await world.browser().go(link);
    expect(thief.status).toBe(404);
    expect(await eventually(async () => (await claire.fetch(`${world.stack.issuer}/moi`)).status === 303)).toBe(true);
    expect(heldOn(await world.guess(world.browser(), 'claire.moreau', GOOD))).toBe(false);
    expect(heldOn(await world.guess(world.browser(), 'claire.moreau', 'girafe moutarde escalier brume'))).toBe(true);
  }, 60_000);

  it('sends three letters an hour at most', async () => {
    for (let i = 0; i < 6; i += 1) await ask();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [made] = await world.query<{ n: number }>(
      `select count(*)::int as n from one_time_link where account_id = 'acc-claire-moreau' and kind = 'reset'`,
    );
    expect(made!.n).toBeLessThanOrEqual(3);
  }, 30_000);
});

/** Whether it comes true within a second, which is as long as what is owed to sessions may take. */
async function eventually(comesTrue: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + 1_000; Date.now() < until;) {
    if (await comesTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
