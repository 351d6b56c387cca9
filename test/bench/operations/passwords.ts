import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { hashSync } from '@node-rs/argon2';
import { ARGON2ID, Hasher, newSeed } from '@habilis/credentials';
import { seedPlace } from '@habilis/credentials/pg';
import { Sealer } from '@habilis/database';
import { generateSync } from 'otplib';
import pg from 'pg';
import { cpuMs, pssMb } from '../measure/cpu.ts';
import { repeat } from '../measure/rounds.ts';
import { steadily, type Steady } from '../measure/steady.ts';
import { PEPPER, SEAL_KEY } from '../sides/keys.ts';
import { newBrowser, type Answering } from '../sides/portal.ts';
import type { Habilis } from '../sides/habilis.ts';
import { members } from '../sides/population.ts';

/**
 * People with a password and an application of codes; each their own, as in life: one password at many people is slowed
 * down. More of them than sign in within a minute: a code works once.
 */
const PEOPLE = 900;
const SIGN_INS = 160;
const AT_ONCE = 16;
const FLOOD = 400;

export interface PasswordCosts {
  /** Processor milliseconds of one argon2id hash, in this run. */
  readonly hashMs: number;
  /** Of a whole sign-in with a password and a code, the service's threads together. */
  readonly signInMs: number;
  readonly calmP99: number;
  readonly stormP99: number;
  /** Of a flood of guesses at once: how many were turned away, and by how much memory grew. */
  readonly turnedAway: number;
  readonly grownMb: number;
}

/** What signing in by password and code costs beside its hash, and what a storm of it does to everyone else. */
export async function measurePasswords(habilis: Habilis): Promise<PasswordCosts> {
  const { hashMs, answering } = await withPasswords(habilis);
  const signIn = () => habilis.portal.signIn(newBrowser(), answering()).then(() => undefined);
  await repeat(signIn, 300, AT_ONCE);
  const before = cpuMs(habilis.pid);
  await repeat(signIn, SIGN_INS, AT_ONCE);
  const signInMs = (cpuMs(habilis.pid) - before) / SIGN_INS;
  const calm = await steadily(introspections(habilis));
  const storm = during(signIn);
  const { p99: stormP99 } = await steadily(introspections(habilis));
  await storm.stop();
  return { hashMs, signInMs, calmP99: calm.p99, stormP99, ...(await flood(habilis)) };
}

/** Gives people passwords and codes. @returns the way each of them in turn answers, and what a hash costs here */
export async function withPasswords({ databaseUrl }: Pick<Habilis, 'databaseUrl'>): Promise<{ hashMs: number; answering(): Answering }> {
  const hasher = new Hasher({ peppers: [['service', PEPPER]], atOnce: 1, waiting: PEOPLE });
  const seeds = await givePasswords(databaseUrl, hasher);
  await hasher.close();
  const hashMs = await costOfHash();
  let turn = 0;
  return { hashMs, answering: () => byBoth(turn++ % PEOPLE, seeds) };
}

const introspections = ({ portal, people }: Habilis): Steady => ({
  origin: portal.origin,
  path: '/token/introspection',
  type: 'application/x-www-form-urlencoded',
  authorization: portal.authorization,
  bodies: people.map(({ accessToken }) => `token=${accessToken}`),
  yes: '"active":true',
  pace: { perSecond: 50, seconds: 10 },
});

/** Of the library alone, which is the limit; another core is kept busy, as sign-ins keep it: it costs a quarter less beside an idle one. */
async function costOfHash(): Promise<number> {
  const neighbour = new Worker('for (;;) Math.random();', { eval: true });
  await once(neighbour, 'online');
  hashSync('warm', ARGON2ID);
  const before = process.threadCpuUsage();
  for (let n = 0; n < 60; n++) hashSync(`bench ${n}`, ARGON2ID);
  const { user, system } = process.threadCpuUsage(before);
  await neighbour.terminate();
  return (user + system) / 1_000 / 60;
}

/** Guesses all at once: those that find no place are told to come back. */
async function flood({ pid, portal }: Habilis): Promise<{ turnedAway: number; grownMb: number }> {
  const before = pssMb(pid);
  let [turnedAway, most] = [0, before];
  const watch = setInterval(() => (most = Math.max(most, pssMb(pid))), 50);
  const guess = async (n: number) => {
    await portal.signIn(newBrowser(), async (browser, page) => {
      const answer = await byPassword(n % PEOPLE)(browser, page);
      if (answer.status === 503) turnedAway += 1;
      throw new Error('seen');
    });
  };
  await Promise.allSettled(Array.from({ length: FLOOD }, (_, n) => guess(n)));
  clearInterval(watch);
  return { turnedAway, grownMb: most - before };
}

const byPassword =
  (n: number): Answering =>
  async (browser, page) =>
    browser.submit(await browser.submit(page, '/sign-in/start'), '/password"', { identifier: `bench.${n}`, password: passwordOf(n) });

const byBoth =
  (n: number, seeds: readonly string[]): Answering =>
  async (browser, page) =>
    browser.submit(await byPassword(n)(browser, page), 'name="code"', { code: generateSync({ secret: seeds[n]! }) });

const passwordOf = (n: number) => `banc d’essai numéro ${n}, tramway`;

/** @returns the seeds of their applications, in their order */
async function givePasswords(databaseUrl: string, hasher: Hasher): Promise<string[]> {
  const [sealer, seeds]: [Sealer, string[]] = [new Sealer([SEAL_KEY]), []];
  const db = new pg.Client(databaseUrl);
  await db.connect();
  try {
    for (const [n, account] of members(PEOPLE, PEOPLE).entries()) {
      const { phc, pepper } = await hasher.hash(passwordOf(n).normalize('NFKC'));
      await db.query('insert into identifier (account_id, written, folded, created_at) values ($1, $2, $2, now())', [
        account,
        `bench.${n}`,
      ]);
      await db.query('insert into password (account_id, phc, pepper, changed_at) values ($1, $2, $3, now())', [account, phc, pepper]);
      const [id, seed] = [`fac-bench-${n}`, newSeed()];
      await db.query(
        `insert into factor (id, account_id, kind, name, secret, accepted_step, created_at) values ($1, $2, 'totp', 'Banc', $3, 0, now())`,
        [id, account, sealer.seal(seed, seedPlace(id))],
      );
      seeds.push(seed);
    }
    return seeds;
  } finally {
    await db.end();
  }
}

/** The same thing over and over, as many at once, until told to stop. */
function during(once: () => Promise<void>): { stop(): Promise<void> } {
  let going = true;
  const one = async () => {
    while (going) await once();
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, one));
  return {
    async stop() {
      going = false;
      await all;
    },
  };
}
