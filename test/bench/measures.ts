import { compare, type Effort, type Side } from './measure/rounds.ts';
import { pssMb } from './measure/cpu.ts';
import { median } from './measure/statistics.ts';
import { BATCH, decision, measureDecisions } from './operations/decision.ts';
import { engage, engagedSides, measureEngaged } from './operations/engagements.ts';
import { measureFollowing } from './operations/following.ts';
import { AT_ONCE, measureIdle, measureJourneys } from './operations/journeys.ts';
import { measurePasswords, withPasswords } from './operations/passwords.ts';
import { measureRevocation } from './operations/revocation.ts';
import { measureSteps, type Step } from './operations/sign-in-steps.ts';
import * as tokens from './operations/tokens.ts';
import { FEW, MANY, MILLION, type Place } from './place.ts';
import type { BenchBrowser } from './sides/browser.ts';
import type { Beside, Report } from './report.ts';

/** Measures something and adds it to the report. */
export type Measure = (place: Place, report: Report) => Promise<void>;

const SIGN_IN: Effort = { warm: 300, seconds: 2.5 };

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

const besideR = (operation: tokens.Operation, row: Omit<Beside, 'comparison'>, effort?: Effort): Measure => async (place, { beside }) => {
  const [habilis, yardstick] = [await place.habilis(), await place.yardstick()];
  beside.push({ ...row, comparison: await compare(operation(habilis), operation(yardstick), place.postgres, effort) });
}; // prettier-ignore

/** Both sides send people to the same upstream and validate what it says: the ratio compares like with like. */
const signIn: Measure = async (place, { beside }) => {
  const [habilis, yardstick] = [await place.habilis(), await place.yardstickAfar()];
  const comparison = await compare(tokens.signIn(habilis), tokens.signIn(yardstick), place.postgres, SIGN_IN);
  beside.push({ goal: 2, operation: 'sign-in through PSC', comparison, most: 1.25, stretch: 0.8 });
};

const decisions: Measure = async (place, { beside, findings }) => {
  const { single, batchMs, mixedBatchMs, steady } = await measureDecisions(await place.habilis(), place.postgres, {});
  beside.push({ goal: 7, operation: 'decision', comparison: single, most: 1.25 });
  const gain = (BATCH * single.costs[0].totalMs) / batchMs;
  const coldMs = (mixedBatchMs - batchMs) / (BATCH - 1);
  findings.push(
    { goal: 7, what: `a batch of ${BATCH} decisions, beside single calls`, measured: `${gain.toFixed(0)} ×`, wanted: '≥ 30 ×', met: gain >= 30 },
    { goal: 7, what: 'one person more in a batch, never asked about before', measured: ms(coldMs), wanted: '≤ 0.3 ms', met: coldMs <= 0.3 },
    { goal: 7, what: 'decisions at 500/s whatever comes back, p99', measured: ms(steady.p99), wanted: '≤ 10 ms', met: steady.p99 <= 10 && steady.failed === 0 },
  ); // prettier-ignore
};

const REVOKED = 100;

/** Last of all on the small database: its people are suspended one after another. */
const revocation: Measure = async (place, { findings }) => {
  const habilis = await place.habilis();
  const other = await habilis.replica();
  try {
    const { p50, most } = await measureFollowing(habilis, other, place.config);
    findings.push({
      goal: 5,
      what: 'a policy put in force, followed by two replicas, slowest (p50)',
      measured: `${ms(most)} (${ms(p50)})`,
      wanted: '≤ 1000 ms',
      met: most <= 1_000,
    });
    for (const cut of [false, true]) {
      const people = habilis.people.slice(cut ? REVOKED : 0, cut ? 2 * REVOKED : REVOKED);
      const seen = await measureRevocation(habilis, other.portal, place.postgres, people, cut);
      const what = `suspension seen by another replica${cut ? ', its notification link cut' : ''}, p99 (p50)`;
      const [most, value] = cut ? [1_000, seen.most] : [50, seen.p99];
      const staleness = {
        goal: 5,
        what: `answers of before, asked after the commit${cut ? ', link cut' : ''}`,
        measured: `${seen.stale} of ${seen.suspensions} suspensions`,
        wanted: '0',
        met: seen.stale === 0,
      };
      findings.push({ goal: 5, what, measured: `${ms(value)} (${ms(seen.p50)})`, wanted: `≤ ${most} ms`, met: value <= most }, staleness);
    }
  } finally {
    await other.stop();
  }
};

const journeys: Measure = async (place, { findings }) => {
  const { done, failed, failure, p50, p99, loadedMb } = await measureJourneys(await place.habilis(), 320);
  const waits = `${ms(p50)} at the median, ${ms(p99)} at p99`;
  findings.push(
    { goal: 10, what: `failed visits, ${AT_ONCE} at once, ${done} in all (${waits})`, measured: `${failed}${failure === undefined ? '' : `: ${failure.slice(0, 120)}`}`, wanted: '0', met: failed === 0 },
    { goal: 9, what: 'memory (PSS) under that load', measured: `${loadedMb} MB`, wanted: '≤ 350 MB', met: loadedMb <= 350 },
  ); // prettier-ignore
};

/** Before anything else changes the people there: they are given passwords. */
const passwords: Measure = async (place, { findings }) => {
  const { hashMs, signInMs, calmP99, stormP99, turnedAway, grownMb } = await measurePasswords(await place.habilis());
  const [share, worse] = [hashMs / signInMs, stormP99 / calmP99];
  findings.push(
    { goal: 3, what: `sign-ins with a password and a code, of the argon2id limit (${ms(hashMs)} of ${ms(signInMs)})`, measured: share.toFixed(2), wanted: '≥ 0.55', met: share >= 0.55 },
    { goal: 3, what: `introspection during a storm of them, p99 (calm ${ms(calmP99)})`, measured: `${worse.toFixed(1)} ×`, wanted: '≤ 3 ×', met: worse <= 3 },
    { goal: 3, what: `memory grown by a flood of guesses, ${turnedAway} turned away`, measured: `${grownMb} MB`, wanted: '≤ 150 MB', met: grownMb <= 150 && turnedAway > 0 },
  ); // prettier-ignore
};

const STARTS = 5;

const startAndMemory: Measure = async (place, { findings }) => {
  const habilis = await place.habilis();
  const starts: { readyMs: number; idleMb: number; idleMs: number }[] = [];
  for (let n = 0; n < STARTS; n++) {
    const replica = await habilis.replica();
    const last = n === STARTS - 1;
    starts.push({ readyMs: replica.readyMs, idleMs: last ? await measureIdle(replica) : 0, idleMb: pssMb(replica.pid) });
    await replica.stop();
  }
  const readyMs = median(starts.map((each) => each.readyMs));
  const idleMb = starts.at(-1)!.idleMb;
  findings.push(
    { goal: 9, what: 'start on a schema that is there, until ready', measured: ms(readyMs), wanted: '≤ 1500 ms', met: readyMs <= 1_500 },
    { goal: 9, what: `memory (PSS) at rest, ${starts.at(-1)!.idleMs.toFixed(1)} ms of processor a second`, measured: `${idleMb} MB`, wanted: '≤ 150 MB', met: idleMb <= 150 },
  ); // prettier-ignore
};

const SIZED = {
  'client credentials': tokens.clientCredentials,
  introspection: tokens.introspection,
  userinfo: tokens.userinfo,
  refresh: tokens.refresh,
  decision,
} satisfies Record<string, tokens.Operation>;

/** The same service twice, on a small community and on a large one. */
const size: Measure = async (place, { beside }) => {
  const [crowded, habilis] = [await place.crowded(), await place.habilis()];
  const label = (operation: string) => `${operation}, ${MANY.toLocaleString('en')} accounts : ${FEW.toLocaleString('en')}`;
  for (const [name, operation] of Object.entries(SIZED)) {
    const comparison = await compare(operation(crowded), operation(habilis), place.postgres, { warm: 800 });
    beside.push({ goal: 8, operation: label(name), comparison, most: 1.15 });
  }
  const comparison = await compare(tokens.signIn(crowded), tokens.signIn(habilis), place.postgres, { ...SIGN_IN, warm: 80 });
  beside.push({ goal: 8, operation: label('sign-in'), comparison, most: 1.15 });
};

/**
 * No slower and no fatter after many sign-ins. Not part of a whole run: `npm run bench -- growth`, BENCH_SIGN_INS
 * for how many.
 */
const growth: Measure = async (place, { findings }) => {
  const habilis = await place.habilis();
  const wanted = Number(process.env['BENCH_SIGN_INS'] ?? 2_000);
  await measureJourneys(habilis, Math.min(500, wanted));
  const before = pssMb(habilis.pid);
  await measureJourneys(habilis, wanted);
  const grown = pssMb(habilis.pid) - before;
  findings.push({ goal: 9, what: `memory grown over ${wanted.toLocaleString('en')} sign-ins, from ${before} MB`, measured: `${grown} MB`, wanted: '≤ 15 MB', met: grown <= 15 });
}; // prettier-ignore

/** What can be asked for by name, in the order of a whole run. */
// prettier-ignore
export const MEASURES: Readonly<Record<string, Measure>> = {
  discovery:            besideR(tokens.discovery, { goal: 4, operation: 'discovery', most: 0.5, statements: 0 }),
  jwks:                 besideR(tokens.jwks, { goal: 4, operation: 'jwks', most: 0.5, statements: 0 }),
  'client-credentials': besideR(tokens.clientCredentials, { goal: 1, operation: 'client credentials', most: 1.25 }),
  introspection:        besideR(tokens.introspection, { goal: 1, operation: 'introspection', most: 1.25, stretch: 0.67 }),
  userinfo:             besideR(tokens.userinfo, { goal: 1, operation: 'userinfo', most: 1.25, stretch: 0.67 }),
  refresh:              besideR(tokens.refresh, { goal: 1, operation: 'refresh', most: 1.25 }),
  'sign-in':            signIn,
  'session-open':       besideR(tokens.sessionOpen, { goal: 2, operation: 'sign-in, session open', most: 1.25, stretch: 0.8 }, { warm: 400 }),
  decision:             decisions,
  passwords,
  size,
  journeys,
  start:                startAndMemory,
  revocation,
};

/** Where the cost of a sign-in lies: everybody takes one step, the cost is read, everybody takes the next. */
const signInSteps: Measure = async (place) => {
  const [habilis, yardstick] = [await place.habilis(), await place.yardstick()];
  tellSteps('Habilis', await measureSteps(habilis, (browser) => habilis.signIn(browser), place.postgres));
  tellSteps('R', await measureSteps(yardstick, (browser) => yardstick.signIn(browser), place.postgres));
};

/** The same with a password and a code. */
const passwordSteps: Measure = async (place) => {
  const habilis = await place.habilis();
  const { answering } = await withPasswords(habilis);
  const signIn = (browser: BenchBrowser) => habilis.portal.signIn(browser, answering());
  tellSteps('Habilis, password and code', await measureSteps(habilis, signIn, place.postgres));
};

function tellSteps(name: string, steps: readonly Step[]): void {
  console.log(`\n${name}, processor milliseconds of each step of a sign-in (server + PostgreSQL)\n`);
  for (const { step, serverMs, databaseMs, asked } of steps) {
    console.log(`${serverMs.toFixed(2).padStart(7)} + ${databaseMs.toFixed(2).padStart(5)}  ${step}`);
    for (const { query, calls, ms } of asked)
      console.log(`${' '.repeat(20)}${calls.toFixed(1)} × ${(ms / calls).toFixed(3)} ms  ${brief(query)}`);
  }
}

const brief = (query: string) => query.replace(/\s+/g, ' ').slice(0, 110);

/** Accounts, where they are, and how many engagements there are among them. */
const COMMUNITIES = [
  { accounts: FEW, which: 'habilis', engagements: 5_000 },
  { accounts: MANY, which: 'crowded', engagements: 5_000_000 },
  { accounts: MILLION, which: 'million', engagements: 5_000_000 },
] as const;

/**
 * Decisions, lists and searches that rest on what portals told us, in a small community and among five million engagements:
 * how long they are waited for, and what they cost beside the small one. Not part of a whole run: `npm run bench --
 * engagements`, BENCH_ACCOUNTS=1000,100000 for some sizes only.
 */
const engagements: Measure = async (place, { beside, findings }) => {
  const measured: { label: string; sides: Readonly<Record<string, Side>> }[] = [];
  for (const { accounts, which, engagements } of COMMUNITIES) {
    if (!(process.env['BENCH_ACCOUNTS'] ?? `${accounts}`).split(',').includes(`${accounts}`)) continue;
    const habilis = await place[which]();
    const people = await engage(habilis, accounts, engagements);
    await place.postgres.settle();
    const { steady, batch, search, scanned } = await measureEngaged(habilis, people);
    const label = `${accounts.toLocaleString('en')} accounts, ${engagements.toLocaleString('en')} engagements`;
    const waits = ({ p50, p95, p99 }: { p50: number; p95: number; p99: number }) => `${ms(p99)} (${ms(p50)}, ${ms(p95)})`;
    findings.push(
      { goal: 7, what: `engaged decisions at 500/s, open loop, p99 (p50, p95); ${label}`, measured: `${waits(steady)}${steady.failed > 0 ? `, ${steady.failed} failed` : ''}`, wanted: '≤ 10 ms', met: steady.p99 <= 10 && steady.failed === 0 },
      { goal: 7, what: `a thousand evaluations in one call, p99 (p50, p95); ${label}`, measured: waits(batch), wanted: '≤ 50 ms', met: batch.p99 <= 50 },
      { goal: 7, what: `a page of a resource search, p99 (p50, p95); ${label}`, measured: waits(search), wanted: '≤ 50 ms', met: search.p99 <= 50 },
      { goal: 8, what: `tables read whole meanwhile; ${label}`, measured: scanned.join(', ') || 'none', wanted: 'none', met: scanned.length === 0 },
    ); // prettier-ignore
    for (const { what, measured } of findings.slice(-4)) process.stderr.write(`\n  ${what}: ${measured}`);
    measured.push({ label, sides: engagedSides(habilis, people) });
  }
  const [few, ...more] = measured;
  for (const { label, sides } of more) {
    for (const [what, side] of Object.entries(sides)) {
      const comparison = await compare(side, few!.sides[what]!, place.postgres, { warm: 60, concurrency: 4 });
      beside.push({ goal: 8, operation: `${what}; ${label} : ${few!.label}`, comparison, most: 1.15 });
    }
  }
};

/** Asked for by name only. */
export const ASKED_ONLY: Readonly<Record<string, Measure>> = {
  growth,
  engagements,
  'sign-in-steps': signInSteps,
  'password-steps': passwordSteps,
};
