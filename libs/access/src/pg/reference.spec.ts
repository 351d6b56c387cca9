import fc from 'fast-check';
import type { Database } from '@habilis/database';
import { freshDatabase } from '@habilis/test/database';
import { compilePolicy } from '../policy/language/compile-policy.ts';
import type { Asker } from '../holding.ts';
import { judge } from '../decision/judge.ts';
import type { PolicyDocument } from '../policy/language/policy-document.ts';
import type { Policy } from '../policy/language/policy.ts';
import { ATTRIBUTES, documents, moments, people, things } from '../testing/random-policies.ts';
import { reads, type ReadPerson } from '../testing/reading.ts';
import { policyToSql, type Columns, type ListQuestion } from './policy-to-sql.ts';

/** How many questions are asked; the whole run is HABILIS_CASES=100000. */
const CASES = Number(process.env['HABILIS_CASES'] ?? 1_800);
const THINGS = 12;

/** Each attribute of a thing kept as JSON, and what tells one that is not of its kind. */
const COLUMNS: Columns = new Map([
  ...Object.entries(ATTRIBUTES).map(([name, kind]) => [name, column(`thing->'${name}'`, kind)] as const),
  ['engagement.purposes', column(`engaged`, 'texts')],
]);

function column(json: string, kind: string) {
  const text = `(${json} #>> '{}')`;
  const list = `(jsonb_typeof(${json}) = 'array' and not ${json} @? '$[*] ? (@.type() != "string")')`;
  const typed = (type: string) => ({ is: `jsonb_typeof(${json}) = '${type}'`, sql: text });
  const { is, sql } = {
    text: typed('string'),
    organisation: typed('string'),
    texts: { is: list, sql: `array(select jsonb_array_elements_text(${json}))` },
    organisations: { is: list, sql: `array(select jsonb_array_elements_text(${json}))` },
    number: { ...typed('number'), sql: `${text}::double precision` },
    boolean: { ...typed('boolean'), sql: `${text}::boolean` },
    instant: { is: `${text} ~ '^\\d{4}-'`, sql: `${text}::timestamptz` },
  }[kind]!;
  const there = `coalesce(jsonb_typeof(${json}), 'null') <> 'null'`;
  return { sql: `(case when ${is} then ${sql} end)`, malformed: `(${there} and not (${is}))` };
}

const compiled = (files: readonly PolicyDocument[]): Policy | null => {
  const found = compilePolicy(new Map(files.map((each, index) => [`file-${index}`, each])));
  return 'policy' in found ? found.policy : null;
};

function askerOf(policy: Policy, { id, organisations, grants, known }: ReadPerson, at: Date): Asker {
  return {
    ...{ id, subject: id, at, limits: [], organisations },
    roles: [
      ...grants.map((each) => ({ role: each.role, grant: 'g', organisation: each.in, organisations: each.below, line: each.above })),
      ...organisations.flatMap((place) => policy.implied.membership.map((role) => ({ role, grant: null, organisation: place, organisations: [place], line: [place] }))),
      ...policy.implied.account.map((role) => ({ role, grant: null, organisation: null, organisations: [], line: [] })),
    ],
    facts: new Map(Object.entries(known)),
  };
} // prettier-ignore

describe('one policy, read three ways', () => {
  let db: Database & { url: string };
  beforeAll(async () => void (db = await freshDatabase()));
  afterAll(() => db.close());

  async function stored(policy: Policy, asker: Asker, asked: ListQuestion, all: readonly { is: object; engaged?: string[] | undefined }[]) {
    const where = policyToSql(policy, asker, 'p', asked, COLUMNS, 2);
    const rows = (await db.orm.query(
      `select ${where.text} as found from jsonb_array_elements($1::jsonb) with ordinality as row (said, place),
         lateral (select said->'is' as thing, said->'engaged' as engaged) as parts order by place`,
      [JSON.stringify(all), ...where.values],
    )) as { found: boolean }[];
    return rows.map(({ found }) => found);
  }

  it('answers the same from its rules, from its text, and from the database', async () => {
    let asked = 0;
    const yes = { yes: 0, policies: 0 };
    const inputs = fc.tuple(documents, people, fc.array(things, { minLength: THINGS, maxLength: THINGS }), moments, fc.constantFrom('read', 'write'), fc.constantFrom(undefined, undefined, 'f1'));
    await fc.assert(
      fc.asyncProperty(inputs, async ([files, person, all, { at, context }, action, field]) => {
        const policy = compiled(files);
        fc.pre(policy !== null);
        const now = new Date(at);
        const asker = askerOf(policy!, person, now);
        const some = field && { field };
        const fromRules = all.map(({ is, engaged }) =>
          judge(policy!, asker, 'p', { action, target: { ...is, type: 'Thing', id: 't' }, context, ...some, ...(engaged && { tie: { purposes: engaged, emergencyUntil: null } }) }).allowed);
        const fromText = all.map(({ is, engaged }) =>
          reads(files, { ...person, known: { ...person.known, 'engagement.purposes': engaged } }, { portal: 'p', type: 'Thing', action, thing: is, context, at: now, ...some }));
        const fromRows = await stored(policy!, asker, { type: 'Thing', action, context, ...some }, all);
        expect({ fromRules, fromRows }).toEqual({ fromRules: fromText, fromRows: fromText });
        asked += all.length;
        yes.yes += fromText.filter(Boolean).length;
        yes.policies += 1;
      }),
      { numRuns: Math.ceil(CASES / THINGS) },
    );
    if (process.env['HABILIS_CASES']) console.log(`${asked} questions under ${yes.policies} policies, ${yes.yes} of them yes: no difference`);
    expect(asked).toBeGreaterThanOrEqual(CASES);
    expect(yes.yes / asked).toBeGreaterThan(0.1);
  }, 3_600_000);

  it('never allows more once it is narrowed', () => {
    fc.assert(
      fc.property(documents, documents, people, fc.array(things, { minLength: 4, maxLength: 4 }), moments, ([product, portal], [, other, here], person, all, { at, context }) => {
        const narrow = [product!, { ...portal!, separations: [...portal!.separations, ...other!.separations.map((each) => ({ ...each, id: `${each.id}-more` }))] }, ...(here ? [here] : [])];
        const [wide, narrower] = [compiled([product!, portal!]), compiled(narrow)];
        fc.pre(wide !== null && narrower !== null);
        for (const { is } of all) {
          const question = { action: 'read', target: { ...is, type: 'Thing', id: 't' }, context };
          const [before, after] = [wide!, narrower!].map((each) => judge(each, askerOf(each, person, new Date(at)), 'p', question).allowed);
          if (after) expect(before).toBe(true);
        }
      }),
      { numRuns: Math.min(2_000, CASES / 12) },
    );
  }, 600_000);
}); // prettier-ignore
