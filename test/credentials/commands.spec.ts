import { pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { hashSync } from 'bcryptjs';
import { command } from '../support/processes.ts';
import { SECRETS } from '../support/stack.ts';
import { GOOD, heldOn, World } from './support/world.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await World.open();
  folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-commands-'));
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

const run = (...args: string[]) =>
  command('iam', args, { ...SECRETS, DATABASE_URL: world.stack.databaseUrl, HABILIS_ISSUER: world.stack.issuer });

describe('the first administrator', () => {
  const EMAIL = 'odile.first@exemple.fr';
  const invite = (email: string) => run('invite-administrator', 'org-cpts-briey', 'Odile', 'Premier', email);

  it('is handed a link that works once, for half an hour, and holds their role from then on', async () => {
    const { code, said } = await invite(EMAIL);
    const link = /http\S+/.exec(said)?.[0] ?? '';
    expect([code, said]).toEqual([0, expect.stringContaining('pendant 30 minutes')]);
    const [browser, thief] = [world.browser(), world.browser()];
    expect(heldOn(await browser.submit(await browser.go(link), 'name="password"', { password: GOOD }))).toBe(true);
    expect((await thief.go(link)).status).toBe(404);
    expect(heldOn(await world.guess(world.browser(), EMAIL, GOOD))).toBe(true);
    const grants = await world.query(
      `select role, organisation_id as place, granted_by as by, until_at > now() + interval '364 days' as "forAYear"
       from role_grant where account_id = $1`,
      [await world.accountOf(EMAIL)],
    );
    expect(grants).toEqual([{ role: 'site-administrator', place: 'org-cpts-briey', by: 'system:operator', forAYear: true }]);
    expect(await world.query(`select 1 from outbox where topic = 'mail.letter' and about = $1`, [await world.accountOf(EMAIL)])).toEqual(
      [],
    );
  }, 60_000);

  it('finds nothing behind the link once the half hour is over', async () => {
    const link = /http\S+/.exec((await invite('late@exemple.fr')).said)![0];
    const [{ minutes } = { minutes: 0 }] = await world.query<{ minutes: number }>(
      `update one_time_link set expires_at = now() where account_id = $1 returning extract(epoch from expires_at - created_at) / 60 as minutes`,
      [await world.accountOf('late@exemple.fr')],
    );
    expect(Number(minutes)).toBeLessThan(2);
    expect((await world.browser().go(link)).status).toBe(404);
  }, 60_000);

  it('is not invited twice, nor to nowhere, nor without an address; and it is said in a sentence', async () => {
    for (const [args, words] of [
      [['org-cpts-briey', 'Odile', 'Premier', EMAIL], 'identifiant'],
      [['org-nowhere', 'Odile', 'Premier', 'b@exemple.fr'], 'organisation'],
      [['org-cpts-briey', 'Odile', 'Premier', 'nothing'], 'Usage'],
    ] as const) {
      const { code, said } = await run('invite-administrator', ...args);
      expect([code, said]).toEqual([1, expect.stringContaining(words)]);
      expect(said).not.toMatch(/^\s+at /m);
    }
  }, 60_000);
});

describe('passwords of another program', () => {
  it('are taken over as they are, open the door, and are hashed anew when they do', async () => {
    const salt = 'qsel';
    const pbkdf2 = (plain: string) => `pbkdf2_sha256$20000$${salt}$${pbkdf2Sync(plain, salt, 20_000, 32, 'sha256').toString('base64')}`;
    const words = { claire: 'ancien mot de passe 1', marc: 'ancien mot de passe é', victor: 'ancien mot de passe 3' };
    const lines = [
      'compte;identifiant;empreinte',
      `acc-claire-moreau;claire.moreau;${await hash(words.claire, { memoryCost: 8_192, timeCost: 1 })}`,
      `acc-marc-lefevre;marc.lefevre;${hashSync(words.marc, 4)}`,
      `acc-victor-noel;victor.noel;${pbkdf2(words.victor)}`,
      'acc-victor-noel;victor.again;5f4dcc3b5aa765d61d8327deb882cf99',
      `acc-nobody;nobody;${hashSync('x', 4)}`,
    ];
    const file = path.join(folder, 'empreintes.csv');
    writeFileSync(file, `\uFEFF${lines.join('\r\n')}\r\n`);
    const { code, said } = await run('import-passwords', file);
    expect([code, said]).toEqual([0, '3 mots de passe repris. Lignes laissées : 5, 6.\n']);
    for (const [name, password] of [
      ['claire.moreau', words.claire],
      ['marc.lefevre', words.marc],
      ['victor.noel', words.victor],
    ] as const) {
      // prettier-ignore
      expect([name, heldOn(await world.guess(world.browser(), name, `${password}x`))]).toEqual([name, false]);
      expect([name, heldOn(await world.guess(world.browser(), name, password))]).toEqual([name, true]);
      const account = await world.accountOf(name);
      const [kept] = await world.query<{ phc: string; pepper: string | null }>('select phc, pepper from password where account_id = $1', [
        account,
      ]);
      expect(kept).toEqual({ phc: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/), pepper: 'service' });
      expect(heldOn(await world.guess(world.browser(), name, password))).toBe(true);
    }
    expect((await run('import-passwords', file)).said).toContain('0 mots de passe repris');
  }, 120_000);

  it('are asked for by name, and a file that is not there is said to be', async () => {
    expect((await run('import-passwords')).said).toContain('Usage');
    const { code, said } = await run('import-passwords', path.join(folder, 'nowhere.csv'));
    expect([code, said]).toEqual([1, expect.stringContaining('nowhere.csv')]);
  }, 60_000);
});
