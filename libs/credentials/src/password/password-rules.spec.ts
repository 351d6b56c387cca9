import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import {
  BreachedFile,
  ChoosePassword,
  Hasher,
  NoList,
  passwordSettings,
  RulesInForce,
  rulesFor,
  wordsAbout,
  Workshop,
  type Breached,
  type Hashed,
  type PasswordOwner,
  type Passwords,
  type PasswordSettings,
} from '@habilis/credentials';

const rules = (text: object): PasswordSettings => passwordSettings.parse(text);
const ordinary = { administrator: false };

const JULIE: PasswordOwner = {
  account: 'acc-julie',
  givenName: 'Julie',
  familyName: 'Desétangs',
  email: 'julie.desetangs@exemple.fr',
  communities: ['org-briey'],
  around: ['Maison de santé de Moineville', '899700000146'],
  administrator: false,
};

describe('the rules of passwords', () => {
  it('are twelve characters and fifty bits where nothing is written, fifteen characters for administrators', () => {
    expect(rulesFor([undefined], ordinary)).toMatchObject({ minimumLength: 12, minimumBits: 50, lastRefused: 0, renewEveryDays: null, aloneUntil: null }); // prettier-ignore
    expect(rulesFor([], { administrator: true }).minimumLength).toBe(15);
  });

  it('are the strictest of several organisations', () => {
    const one = rules({ minimumLength: { ordinary: 14 }, history: { last: 3 }, renewEvery: { days: 365 } });
    const other = rules({ minimumBits: 60, history: { last: 5 }, renewEvery: { days: 90 } });
    expect(rulesFor([one, other], ordinary)).toMatchObject({ minimumLength: 14, minimumBits: 60, lastRefused: 5, renewEveryDays: 90 });
  });

  it('let a password go alone only where every organisation says so, until the first of their dates, and longer', () => {
    const until = (day: string) => rules({ alone: { until: day, decidedBy: 'Bureau du 3 mars 2026' } });
    expect(rulesFor([until('2026-12-31'), until('2026-06-30')], ordinary)).toMatchObject({ aloneUntil: '2026-06-30', minimumLength: 15 });
    expect(rulesFor([until('2026-12-31'), undefined], ordinary).aloneUntil).toBeNull();
    expect(rulesFor([until('2026-12-31')], { administrator: true }).aloneUntil).toBeNull();
  });

  it.each([
    { minimumLenght: {} },
    { minimumLength: { ordinary: 4 } },
    { alone: { until: 'demain', decidedBy: 'x y z' } },
    { alone: { until: '2026-12-31' } },
  ])('are refused when they read %j', (text) => expect(passwordSettings.safeParse(text).success).toBe(false));
});

describe('choosing a password', () => {
  const workshop = new Workshop();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-leaked-'));
  const file = path.join(folder, 'leaked.txt');
  const leaked = [
    'un mot de passe divulgué ailleurs',
    'autre chose',
    'encore une phrase',
    ...Array.from({ length: 500 }, (_, i) => `bruit ${i}`),
  ];
  writeFileSync(file, leaked.map((each) => `${createHash('sha1').update(each).digest('hex').toUpperCase()}:${each.length}`).sort().join('\r\n')); // prettier-ignore
  const hasher = new Hasher({ peppers: [['p1', 'a pepper of the tests, long enough']], atOnce: 1, waiting: 20 });
  let former: Hashed[] = [];
  const passwords = { former: async () => former } as unknown as Passwords;
  const choose = (settings: object = {}, breached: Breached = new NoList()) =>
    new ChoosePassword(new RulesInForce(new Map([['org-briey', rules(settings)]])), workshop, breached, passwords, hasher);

  afterAll(async () => {
    await Promise.all([workshop.close(), hasher.close()]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['court', 'password.too-short'],
    ['azertyuiop12', 'password.guessable'],
    ['motdepasse2026', 'password.guessable'],
    ['Moineville 2026 !', 'password.personal'],
    ['desetangsjulie54', 'password.personal'],
    ['a'.repeat(200), 'password.too-long'],
  ])('refuses %s', async (typed, code) => {
    await expect(choose().run(JULIE, typed)).rejects.toMatchObject({ code });
  });

  it.each(['tramway oubli fenouil cascade', 'j’aime les crêpes au sucre du dimanche', 'xK9$mQ2pL7vRw3Zt', 'ОченьДлинныйпароль7 слон'])(
    'takes %s, without asking for capitals or signs',
    async (typed) => expect((await choose().run(JULIE, typed)).phc).toMatch(/^\$argon2id\$/),
  );

  it('refuses words of the site', async () => {
    await expect(choose({ siteWords: ['valdorne', 'clairlogis'] }).run(JULIE, 'valdorne clairlogis 54')).rejects.toMatchObject({ code: 'password.personal' }); // prettier-ignore
  });

  it('refuses what the operator’s list knows, wherever it lies in the file, and nothing else', async () => {
    const list = new BreachedFile(file);
    expect(await Promise.all(leaked.map((each) => list.has(each)))).toEqual(leaked.map(() => true));
    expect(await list.has('jamais vu nulle part')).toBe(false);
    await expect(choose({}, list).run(JULIE, 'un mot de passe divulgué ailleurs')).rejects.toMatchObject({ code: 'password.breached' });
  });

  it('refuses the last ones where an organisation says so, and the one in force when it has to go', async () => {
    former = [await hasher.hash('tramway oubli fenouil cascade')];
    await expect(choose({ history: { last: 1 } }).run(JULIE, 'tramway oubli fenouil cascade')).rejects.toMatchObject({ code: 'password.used-before' }); // prettier-ignore
    await expect(choose().run(JULIE, 'tramway oubli fenouil cascade')).resolves.toBeDefined();
    await expect(choose().run(JULIE, 'tramway oubli fenouil cascade', { replaces: true })).rejects.toMatchObject({ code: 'password.used-before' }); // prettier-ignore
    former = [];
  });

  it('looks at words about the person with and without their accents', () => {
    expect(wordsAbout(JULIE)).toEqual(expect.arrayContaining(['julie', 'desétangs', 'desetangs', 'moineville', '899700000146']));
  });
});
