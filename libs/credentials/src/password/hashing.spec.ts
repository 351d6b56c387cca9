import { hash as argon2 } from '@node-rs/argon2';
import { hashSync as bcrypt } from 'bcryptjs';
import { pbkdf2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { ARGON2ID, Hasher, plainPassword } from '@habilis/credentials';

const made: Hasher[] = [];
const hasher = (peppers: [string, string][] = [['p1', 'a pepper of the tests, long enough']], limits = { atOnce: 1, waiting: 20 }) => {
  made.push(new Hasher({ peppers, ...limits }));
  return made.at(-1)!;
};

afterEach(() => Promise.all(made.splice(0).map((each) => each.close())));

describe('a password hash', () => {
  it('is argon2id of 19 MiB and two passes, in the PHC format, and names its pepper', async () => {
    const { phc, pepper } = await hasher().hash('tramway oubli fenouil');
    expect([phc.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'), pepper]).toEqual([true, 'p1']);
  });

  it('holds every byte of a long password: the seventy-third counts', async () => {
    const long = 'a'.repeat(72);
    const hashed = await hasher().hash(`${long}b`);
    expect(await hasher().verify(`${long}b`, hashed)).toBe(true);
    expect(await hasher().verify(`${long}c`, hashed)).toBe(false);
    expect(await hasher().verify(long, hashed)).toBe(false);
  });

  it('does not open under another pepper, and opens under its own once that one is retired', async () => {
    const hashed = await hasher([['old', 'the pepper of before, long enough']]).hash('tramway oubli fenouil');
    const rotated = hasher([['new', 'the pepper of today, long enough'], ['old', 'the pepper of before, long enough']]); // prettier-ignore
    expect(await rotated.verify('tramway oubli fenouil', hashed)).toBe(true);
    expect(rotated.isOutdated(hashed)).toBe(true);
    expect(rotated.isOutdated(await rotated.hash('x'))).toBe(false);
    expect(await hasher([['old', 'a forged pepper that is as long as it']]).verify('tramway oubli fenouil', hashed)).toBe(false);
  });

  it('is outdated once parameters rise', async () => {
    const mixed = await argon2('x', { ...ARGON2ID, memoryCost: 8_192 });
    expect(hasher().isOutdated({ phc: mixed, pepper: 'p1' })).toBe(true);
  });

  it.each([
    ['argon2id', () => argon2('héritage', { memoryCost: 4_096, timeCost: 1 })],
    ['bcrypt', async () => bcrypt('héritage', 5)],
    ['PBKDF2 of Django', async () => `pbkdf2_sha256$1200$sel$${pbkdf2Sync('héritage', 'sel', 1_200, 32, 'sha256').toString('base64')}`],
    [
      'PBKDF2 of passlib',
      async () =>
        `$pbkdf2-sha512$1200$${Buffer.from('sel').toString('base64').replaceAll('+', '.').replaceAll('=', '')}$` +
        pbkdf2Sync('héritage', 'sel', 1_200, 64, 'sha512').toString('base64').replaceAll('+', '.').replaceAll('=', ''),
    ],
  ])('from elsewhere opens as it is, and is outdated: %s', async (_, made) => {
    const hashed = { phc: await made(), pepper: null };
    expect([await hasher().verify('héritage', hashed), await hasher().verify('heritage', hashed), hasher().isOutdated(hashed)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

/** Milliseconds; for ratios of one run. */
function timed(act: () => unknown): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}

describe('a password as it is typed', () => {
  it('is one, composed or decomposed, wide or narrow', () => {
    expect(plainPassword('e\u0301te\u0301 ｆｉｎ')).toBe(plainPassword('été fin'));
  });

  it('has at most 128 code points, and is never cut', () => {
    expect(plainPassword('😀'.repeat(128))).toHaveLength(256);
    expect(() => plainPassword('a'.repeat(129))).toThrow('password.too-long');
  });

  it('of a megabyte is refused before anything is made of it', () => {
    const megabyte = 'ﷺ'.repeat(1_000_000);
    const refusing = timed(() => expect(() => plainPassword(megabyte)).toThrow('password.too-long'));
    const composing = timed(() => megabyte.normalize('NFKC'));
    expect(refusing / composing).toBeLessThan(1);
  });
});

describe('the queue of hashes', () => {
  it('turns people away when it is full, says for how long, and serves the others', async () => {
    const small = hasher(undefined, { atOnce: 1, waiting: 3 });
    const settled = await Promise.allSettled(Array.from({ length: 10 }, () => small.hash('x')));
    const refused = settled.filter((each) => each.status === 'rejected').map((each) => each.reason as { code: string; details: object });
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(refused[0]).toMatchObject({ code: 'sign-in.busy', kind: 'busy', details: { retryAfter: 2 } });
    await expect(small.hash('x')).resolves.toBeDefined();
  });

  it('leaves the event loop to everything else', async () => {
    const began = performance.now();
    const busy = Promise.all(Array.from({ length: 10 }, () => hasher().hash('x')));
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 2);
    await busy;
    clearInterval(beat);
    // Ten hashes on the loop would take all of that time at once.
    expect(longest / (performance.now() - began)).toBeLessThan(0.5);
  });

  // Elsewhere than on Linux a priority is the whole program's, and is left alone.
  (process.platform === 'linux' ? it : it.skip)(
    'is worked off by threads that give way to the rest, which keeps its priority',
    async () => {
      const before = nicenesses();
      await hasher(undefined, { atOnce: 2, waiting: 3 }).hash('x');
      expect(nicenesses().filter((each) => each === 10)).toHaveLength(before.filter((each) => each === 10).length + 1);
      expect(os.getPriority()).not.toBe(10);
    },
  );

  it('opens for nobody what stands in for the hash of a stranger, after the same work', async () => {
    const stranger = hasher().nobodys();
    expect(await hasher().verify('x', stranger)).toBe(false);
    expect(hasher().isOutdated(stranger)).toBe(false);
  });
});

/** Of each thread of this process: the nineteenth word of its `stat`, after a name that may hold spaces. */
const nicenesses = () =>
  readdirSync('/proc/self/task').map((id) => Number(readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ')[1]!.split(' ')[16]));
