import { PgLocalSignIns, PgOneTimeLinks } from '@habilis/credentials/pg';
import { lackOf, type LinkKind, type Prover } from '@habilis/credentials';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { freshDatabase } from '@habilis/test/database';

describe('on one database', () => {
  let db: Database & { url: string };
  const clock = new FixedClock();
  const links = () => new PgOneTimeLinks(db, clock, 'a pepper of the tests, long enough');
  const signIns = () => new PgLocalSignIns(db, clock);
  const issue = (kind: LinkKind = 'reset') => db.transaction((tx) => links().issue(tx, { kind, account: 'acc-julie', by: 'acc-julie' }));
  const tokenOf = (link: { id: string; kind: LinkKind }) => links().address(link, 'https://habilis.example.fr').split('/').at(-1)!;
  const use = (token: string, kind: LinkKind = 'reset') => db.transaction((tx) => links().use(tx, kind, token));

  beforeAll(async () => {
    db = await freshDatabase();
    for (const who of ['acc-julie', 'acc-paul'])
      await db.query(sql('spec.person', `insert into account (id, stage, given_name, family_name, created_at) values ($1, 'open', 'X', 'Y', now())`), [who]); // prettier-ignore
  });
  afterAll(() => db.close());

  describe('a one-time link', () => {
    it('is used once: of ten at once, one', async () => {
      const token = tokenOf(await issue());
      const used = await Promise.all(Array.from({ length: 10 }, () => use(token)));
      expect(used.filter(Boolean)).toHaveLength(1);
      expect(await use(token)).toBeUndefined();
    });

    it('is not used up by looking, as the scanners of mail do', async () => {
      const token = tokenOf(await issue());
      for (let i = 0; i < 3; i += 1) expect(await links().look('reset', token)).toMatchObject({ account: 'acc-julie' });
      expect(await use(token)).toMatchObject({ account: 'acc-julie' });
    });

    it('lives for as long as its kind says', async () => {
      const reset = tokenOf(await issue('reset'));
      const invitation = tokenOf(await issue('invitation'));
      clock.advance(20 * 60_000 + 1);
      expect(await links().look('reset', reset)).toBeUndefined();
      expect(await links().look('invitation', invitation)).toBeDefined();
      clock.advance(72 * 3_600_000);
      expect(await links().look('invitation', invitation)).toBeUndefined();
    });

    it('opens nothing but what it is for, and ends the one before it', async () => {
      const first = tokenOf(await issue());
      const second = tokenOf(await issue());
      expect([await links().look('reset', first), await links().look('invitation', second), await use(second, 'invitation')]).toEqual([undefined, undefined, undefined]); // prettier-ignore
      expect(await use(second)).toBeDefined();
    });

    it('is not made up: an id with another code, a code under another pepper', async () => {
      const link = await issue();
      const token = tokenOf(link);
      const flipped = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
      const foreign = new PgOneTimeLinks(db, clock, 'another pepper, just as long as it').address(link, '').split('/').at(-1)!;
      expect([await use(flipped), await use(foreign), await use(`${token} `), await use('')]).toEqual([undefined, undefined, undefined, undefined]); // prettier-ignore
    });

    it('is not in the table it can be made from', async () => {
      const token = tokenOf(await issue());
      const rows = await db.query(sql('spec.links', 'select * from one_time_link'));
      expect(JSON.stringify(rows)).not.toContain(token.slice(-40));
    });
  });

  describe('a local sign-in', () => {
    const UID = 'interaction-of-the-spec';
    const begin = () => signIns().begin({ interaction: UID, purpose: 'sign-in', account: null, proofs: [] });

    it('changes its secret with every proof: the one from before is worth nothing', async () => {
      const planted = await begin();
      const { secret, signIn } = (await signIns().prove(UID, planted, 'acc-julie', 'password'))!;
      expect(secret).not.toBe(planted);
      expect(await signIns().find(UID, planted)).toBeUndefined();
      expect(await signIns().find(UID, secret)).toEqual(signIn);
      expect(signIn).toMatchObject({ account: 'acc-julie', proofs: [{ proof: 'password' }] });
    });

    it('stays one person’s: the second proof may not be another’s', async () => {
      const { secret } = (await signIns().prove(UID, await begin(), 'acc-julie', 'password'))!;
      expect(await signIns().prove(UID, secret, 'acc-paul', 'otp')).toBeUndefined();
      expect(await signIns().prove(UID, secret, 'acc-julie', 'otp')).toBeDefined();
    });

    it('is taken once, within ten minutes, for its own interaction', async () => {
      const secret = await begin();
      expect(await signIns().take('another-interaction', secret)).toBeUndefined();
      const taken = await Promise.all([1, 2, 3].map(() => signIns().take(UID, secret)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      const late = await begin();
      clock.advance(10 * 60_000);
      expect(await signIns().take(UID, late)).toBeUndefined();
    });

    it('keeps no secret that opens it', async () => {
      const secret = await begin();
      expect(JSON.stringify(await db.query(sql('spec.sign-ins', 'select * from local_sign_in')))).not.toContain(secret);
    });
  });
});

describe('what a sign-in lacks', () => {
  const at = new Date();
  const has = { hasSecondFactor: true, passwordAlone: false, mustChangePassword: false };
  const proverOf = (known: typeof has): Prover => ({
    hasSecondFactor: async () => known.hasSecondFactor,
    passwordAlone: async () => known.passwordAlone,
    mustChangePassword: async () => known.mustChangePassword,
  });
  const lack = (proofs: ('password' | 'otp' | 'passkey' | 'recovery' | 'upstream')[], known = has) =>
    lackOf({ purpose: 'sign-in', account: proofs.length > 0 ? 'acc-julie' : null, proofs: proofs.map((proof) => ({ proof, at })) }, () => proverOf(known)); // prettier-ignore

  it('is a second factor after a password, and nothing after both', async () => {
    expect(await Promise.all([lack([]), lack(['password']), lack(['password', 'otp']), lack(['password', 'recovery']), lack(['passkey'])])).toEqual(['first-proof', 'second-factor', undefined, undefined, undefined]); // prettier-ignore
  });

  it('is an enrolment for whoever holds no second factor, unless a written exception lets a password go alone', async () => {
    expect(await lack(['password'], { ...has, hasSecondFactor: false })).toBe('enrolment');
    expect(await lack(['password'], { ...has, hasSecondFactor: false, passwordAlone: true })).toBeUndefined();
    expect(await lack(['password'], { ...has, passwordAlone: true })).toBe('second-factor');
  });

  it('is never made good by a second factor alone', async () => {
    expect(await Promise.all([lack(['otp']), lack(['recovery'])])).toEqual(['second-factor', 'second-factor']);
  });

  it('is a new password last of all, once everything is proved', async () => {
    const due = { ...has, mustChangePassword: true };
    expect(await Promise.all([lack(['password'], due), lack(['password', 'otp'], due), lack(['passkey'], due)])).toEqual(['second-factor', 'new-password', undefined]); // prettier-ignore
  });
});
