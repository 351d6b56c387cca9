import { admit, close, enrolledAccount, hold, join, lift, move, type Account, type AccountChange, type Order } from '@habilis/accounts';
import { PgAccounts } from '@habilis/accounts/pg';
import { sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import type { Caller } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { ExplainAccess } from '../decision/explain-access.ts';
import type { Told } from '../engagement/engagement.ts';
import { importPolicy } from '../policy/import-policy.ts';
import { LivePolicy } from '../policy/live-policy.ts';
import { PastPolicies } from '../policy/past-policies.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { Subjects } from '../ports.ts';
import { Pseudonyms } from '../pseudonyms.ts';
import { PgEngagements } from './pg-engagements.ts';
import { PgPastHoldings } from './pg-past-holdings.ts';
import { PgPolicies } from './pg-policies.ts';
import { PgTies } from './pg-ties.ts';
import { emptyAll, seedOrganisations } from './testing/rows.ts';
import { SMALL_POLICY } from './testing/small-policy.ts';

/** The small policy, whose files are read by those whom the portal has told us take part in them. */
const FILES = new Map([
  ...SMALL_POLICY,
  [
    'dossiers',
    SMALL_POLICY.get('dossiers')!
      .replace('actions: [read, write]', 'actions: [read, write]\n    engagements: true')
      .replace(/ {6}careTeam: \{ contains: \{ var: me.subject \} \}/, '      engagement.purposes: { contains: care }')
      .replace('      structure: { in: { var: grant.organisations } }\n', ''),
  ],
]);
const WITHOUT_READING = new Map([...FILES, ['dossiers', FILES.get('dossiers')!.replace('may: [read]', 'may: [write]')]]);

const LONG_AGO = new Date('2036-01-01T00:00:00Z');
const DAY_BEFORE = new Date('2036-03-02T10:00:00Z');
/** When it happens. */
const T = new Date('2036-03-03T10:00:00Z');
const DAY_AFTER = new Date('2036-03-04T10:00:00Z');
const clock = new FixedClock(T.toISOString());
const pseudonyms = new Pseudonyms('k'.repeat(32));
const thing = pseudonyms.of('dossiers', 'PatientFile', 'file');

class Pairwise extends Subjects {
  override resolve = async () => undefined;
  override nameFor = (_client: string, account: string) => account;
}
const seesRoles = { id: 'acc-head', can: () => true } as unknown as Caller;

let db: Database & { url: string };
let store: PgPolicies;
let why: ExplainAccess;
/** Someone else each time: the journal, which tells of the past, is not emptied. */
let marie: string;
let n = 0;

beforeAll(async () => void (db = await freshDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  await emptyAll(db.url);
  clock.set(DAY_BEFORE.toISOString());
  store = new PgPolicies(db);
  await importPolicy(store, FILES, LONG_AGO, false);
  await seedOrganisations(db);
  marie = `acc-marie-${++n}`;
  const person = { id: marie, givenName: 'Marie', familyName: 'PETIT', email: null, organisations: ['org-cpts'] };
  await new PgAccounts(db).create(enrolledAccount(person, { by: 'acc-head', at: LONG_AGO, why: 'new-duties' }));
  await run(
    `insert into role_grant values ('grant-1', $1, 'dossiers:care-professional', 'org-cpts', $2, null, 'new-duties', 'acc-head', $2)`,
    marie,
    LONG_AGO,
  );
  await tell();
  why = new ExplainAccess(new PastPolicies(new LivePolicy(), store), new PgPastHoldings(db), new PgTies(db), new Pairwise(), { organisationOf: () => 'org-cpts' }, pseudonyms, clock); // prettier-ignore
});

const run = (text: string, ...values: unknown[]) => db.query(sql(`test.${text.length}.${text.slice(0, 24)}`, text), values);
const tell = (change: Partial<Extract<Told, { account: string }>> | 'withdrawn' = {}) => {
  const told: Told = change === 'withdrawn' ? { key: 'one', withdrawn: true } : { key: 'one', account: marie, type: 'PatientFile', thing, purpose: 'care', from: null, until: null, ...change }; // prettier-ignore
  return new PgEngagements(db).keep('dossiers', [told], { at: () => clock.now(), fact: (_kept, at) => ({ what: 'engagements.told', on: 'client:dossiers', by: 'client:dossiers', at, why: 'told-by-portal', source: 'CPAM13.4.1' }) }); // prettier-ignore
};
const charter = (version: number, publishedAt: Date, effectiveAt: Date) =>
  run(`insert into charter_version values ('org-cpts', $1, 'Charte', 'Texte', 'x', $2, $3)`, version, publishedAt, effectiveAt);
const accept = (version: number, at: Date) =>
  run(`insert into charter_answer values ($3, 'org-cpts', $1, 'accepted', $2, 'x', null)`, version, at, marie);

/** Changes the account now, as a use case does. */
async function change(of: (account: Account, order: Order) => AccountChange): Promise<void> {
  const accounts = new PgAccounts(db);
  await accounts.commit(of(await accounts.get(marie), { by: 'acc-head', at: clock.now(), why: 'new-duties' }));
}
const absence = (from: Date, until: Date | null = null) =>
  ({ id: 'hold-1', kind: 'absence', organisation: 'org-cpts', from, until }) as const;
const leaves = (at = T) => change((account, order) => move(account, 'org-cpts', 'end', order, at));
const comesBack = async (place = 'org-cpts') => {
  await change((account, order) => join(account, place, order));
  await change((account, order) => admit(account, place, order));
};
const placesAt = async (instant: Date) => {
  const { memberships } = (await new PgPastHoldings(db).readAt([marie], instant)).get(marie)!.standing;
  return memberships.map(({ organisation, stage }) => `${organisation} ${stage}`).sort();
};
const at = async (instant: Date, what: () => Promise<unknown>) => {
  clock.set(instant.toISOString());
  await what();
};

type Step = () => Promise<unknown>;
/** What opens or shuts at T; each leaves afterwards whatever it likes behind, as life does. */
const HAPPENINGS: Readonly<Record<string, readonly ['opens' | 'shuts', ...Step[]]>> = {
  'a role given':                ['opens', () => run(`update role_grant set from_at = $1, granted_at = $1`, T)],
  'a role given late, from then': ['opens', () => run(`update role_grant set granted_at = $1`, T)],
  'a role over':                 ['shuts', () => run(`update role_grant set until_at = $1`, T)],
  'a role taken back':           ['shuts', () => run(`update role_grant set revoked_at = $1, revoked_by = 'x'`, T)],
  'an engagement told':          ['opens', () => tell('withdrawn'), () => at(T, () => tell())],
  'an engagement to come':       ['opens', () => tell({ from: T })],
  'an engagement over':          ['shuts', () => tell({ until: T })],
  'an engagement changed':       ['shuts', () => at(T, () => tell({ purpose: 'coordination' }))],
  'an engagement withdrawn':     ['shuts', () => at(T, () => tell('withdrawn')), () => at(DAY_AFTER, () => tell())],
  'a policy put in force':       ['shuts', () => importPolicy(store, WITHOUT_READING, T, true)],
  'a suspension':                ['shuts', () => at(T, () => change((account, order) => hold(account, { ...absence(T), kind: 'suspension' }, order)))],
  'a suspension lifted':         ['opens', () => change((account, order) => hold(account, { ...absence(DAY_BEFORE), kind: 'suspension' }, order)), () => at(T, () => change((account, order) => lift(account, 'hold-1', order)))],
  'an absence that was told of': ['shuts', () => change((account, order) => hold(account, absence(T), order)), () => at(DAY_AFTER, () => change((account, order) => lift(account, 'hold-1', order)))],
  'the end of an absence':       ['opens', () => change((account, order) => hold(account, absence(DAY_BEFORE, T), order))],
  'a charter that takes effect': ['shuts', () => charter(1, DAY_BEFORE, T), () => accept(1, DAY_AFTER)],
  'a charter accepted':          ['opens', () => charter(1, DAY_BEFORE, DAY_BEFORE), () => accept(1, T)],
  'a newer charter':             ['shuts', () => charter(1, DAY_BEFORE, DAY_BEFORE), () => accept(1, DAY_BEFORE), () => charter(2, DAY_BEFORE, T), () => accept(2, DAY_AFTER)],
  'a departure':                 ['shuts', () => at(T, () => leaves())],
  'a departure that was told of': ['shuts', () => leaves()],
  'a departure, come back since': ['shuts', () => at(T, () => leaves()), () => at(DAY_AFTER, () => comesBack())],
  'a departure of which the day was told, come back since': ['shuts', () => leaves(), () => at(DAY_AFTER, () => comesBack())],
  'a return':                    ['opens', () => leaves(DAY_BEFORE), () => at(T, () => comesBack()), () => at(DAY_AFTER, () => leaves(DAY_AFTER))],
  'a place first given':         ['opens', () => run(`delete from membership`), () => change((account, order) => join({ ...account, stage: 'open' }, 'org-cpts', order)), () => at(T, () => change((account, order) => admit({ ...account, stage: 'requested' }, 'org-cpts', order)))],
  'an account closed':           ['shuts', () => at(T, () => change(close))],
  'an account closed, open again': ['shuts', () => at(T, () => change(close)), () => at(DAY_AFTER, () => comesBack())],
}; // prettier-ignore

const SECOND = 1_000;
const AROUND = [-SECOND, -1, 0, SECOND];

it.each(Object.entries(HAPPENINGS))('%s is seen as of then, to the instant', async (_what, [does, ...steps]) => {
  for (const step of steps) await step();
  clock.set('2036-06-01T10:00:00Z');
  const question = { account: marie, portal: 'dossiers', action: 'read', target: { type: 'PatientFile', id: 'file' } };
  const context = { purpose: 'care' };
  const asked = (ms: number) => why.run(seesRoles, { ...question, context, at: new Date(T.getTime() + ms) });
  const answers = await Promise.all(AROUND.map(async (ms) => (await asked(ms)).allowed));
  expect(answers).toEqual(AROUND.map((ms) => (does === 'opens') === ms >= 0));
});

it('names the version that decided then, which is no longer in force', async () => {
  const first = (await store.inForce())!.version.files;
  await importPolicy(store, WITHOUT_READING, T, true);
  clock.set(DAY_AFTER.toISOString());
  const question = { account: marie, portal: 'dossiers', action: 'read', target: { type: 'PatientFile', id: 'file' } };
  const versions = [T.getTime() - 1, T.getTime()].map(async (ms) => (await why.run(seesRoles, { ...question, at: new Date(ms) })).policy);
  expect(await Promise.all(versions)).toEqual([first, WITHOUT_READING].map((files) => readPolicy(files).policy.version));
});

it('who closed their account has no place until it is given again, each for itself', async () => {
  await change((account, order) => join(account, 'org-msp', order));
  await change((account, order) => admit(account, 'org-msp', order));
  await change(close);
  await at(T, () => comesBack());
  await at(DAY_AFTER, () => comesBack('org-msp'));
  expect(await placesAt(T)).toEqual(['org-cpts active', 'org-msp ended']);
});

it('who asked for a place and thought better of it never was there', async () => {
  await at(T, () => change((account, order) => join(account, 'org-msp', order)));
  await at(DAY_AFTER, () => change((account, order) => move(account, 'org-msp', 'withdraw', order)));
  expect(await placesAt(new Date(T.getTime() + SECOND))).toEqual(['org-cpts active', 'org-msp requested']);
});
