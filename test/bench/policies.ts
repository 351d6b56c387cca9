/**
 * One policy and one set of questions, in process, asked of four engines in turn: ours, CASL kept per person, casbin and
 * Cedar, with 20, 200 and 2,000 rules.
 *
 * `node --conditions=@habilis/source --import ./apps/stack/hooks.mjs test/bench/policies.ts`. Medians of interleaved rounds;
 * every engine must give the same answers before any is measured.
 */
import { createRequire } from 'node:module';
import { createMongoAbility, subject } from '@casl/ability';
import { judge, lintPolicy, type Asker } from '@habilis/access';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';
import { newEnforcer, newModel } from 'casbin';

const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as typeof Cedar;

const NOW = Date.parse('2026-03-02T09:00:00Z');
const PLACES = ['org-a', 'org-b', 'org-c'];
const ROUNDS = 7;

interface Question {
  readonly person: number;
  readonly type: string;
  readonly thing: { readonly place: string; readonly team: readonly string[]; readonly from: number };
}
type Engine = (question: Question) => boolean;

/** Rule `i` lets role `i` read type `i mod kinds` where its holder belongs to the team, in the place of the grant, once it has begun. */
const kinds = (rules: number) => Math.max(4, rules / 5);
const rolesOf = (person: number, rules: number) => [0, 1, 2].map((nth) => ({ role: (person * 7 + nth * 3) % rules, place: PLACES[nth]! }));
const PEOPLE = 100;

function questionsOf(rules: number): Question[] {
  return Array.from({ length: 400 }, (_, index) => {
    const person = index % PEOPLE;
    const { role, place } = rolesOf(person, rules)[index % 3]!;
    const mine = index % 2 === 0;
    const type = `T${(index % 5 === 0 ? role + 1 : role) % kinds(rules)}`;
    return { person, type, thing: { place, team: ['someone', mine ? `p${person}` : 'other'], from: NOW - 1000 } };
  });
}

function ours(rules: number): Engine {
  const words = { fr: 'Essai', en: 'Trial' };
  const attributes = { place: { is: 'organisation' }, team: { is: 'texts' }, from: { is: 'instant' } };
  const document = {
    ...words,
    portal: 'p',
    types: Object.fromEntries(Array.from({ length: kinds(rules) }, (_, i) => [`T${i}`, { ...words, actions: ['read'], attributes }])),
    roles: Object.fromEntries(Array.from({ length: rules }, (_, i) => [`r${i}`, words])),
    rules: Array.from({ length: rules }, (_, i) => ({
      ...words,
      id: `rule-${i}`,
      roles: [`r${i}`],
      may: ['read'],
      on: `T${i % kinds(rules)}`,
      source: 'CPAM13.4.1',
      where: { place: { in: { var: 'grant.organisations' } }, team: { contains: { var: 'me.subject' } }, from: { lte: { var: 'now' } } },
    })),
  };
  const { policy } = lintPolicy(new Map([['bench', JSON.stringify(document)]])).written!;
  const at = new Date(NOW);
  const askers: Asker[] = Array.from({ length: PEOPLE }, (_, person) => ({
    ...{ id: `p${person}`, subject: `p${person}`, at, limits: [], organisations: PLACES },
    roles: rolesOf(person, rules).map(({ role, place }) => ({
      role: `p:r${role}`,
      grant: 'g',
      organisation: place,
      organisations: [place],
    })),
  }));
  return ({ person, type, thing }) =>
    judge(policy, askers[person]!, 'p', { action: 'read', target: { type, id: 't', ...thing, from: new Date(thing.from) } }).allowed;
}

/** One ability for each person, kept: the quickest way to ask CASL, and the one that has to be found stale. */
function casl(rules: number): Engine {
  const abilities = Array.from({ length: PEOPLE }, (_, person) =>
    createMongoAbility(
      rolesOf(person, rules).map(({ role, place }) => ({
        action: 'read',
        subject: `T${role % kinds(rules)}`,
        conditions: { place: { $in: [place] }, team: `p${person}`, from: { $lte: NOW } },
      })),
    ),
  );
  return ({ person, type, thing }) => abilities[person]!.can('read', subject(type, { ...thing, team: [...thing.team] }));
}

async function casbin(rules: number): Promise<Engine> {
  const model = newModel(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = role, kind, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.obj.kind == p.kind && r.act == p.act && knows(r.sub, r.obj, p.role)`);
  const enforcer = await newEnforcer(model);
  await enforcer.addPolicies(Array.from({ length: rules }, (_, i) => [`r${i}`, `T${i % kinds(rules)}`, 'read']));
  const people = Array.from({ length: PEOPLE }, (_, person) => ({ id: `p${person}`, held: new Map(rolesOf(person, rules).map(({ role, place }) => [`r${role}`, place])) }));
  enforcer.addFunction('knows', (sub: (typeof people)[number], obj: Question['thing'], role: string) =>
    sub.held.get(role) === obj.place && obj.team.includes(sub.id) && obj.from <= NOW);
  return ({ person, type, thing }) => enforcer.enforceSync(people[person]!, { kind: type, ...thing }, 'read');
} // prettier-ignore

function cedarEngine(rules: number): Engine {
  const staticPolicies = Array.from({ length: rules }, (_, i) =>
    `permit(principal, action == Action::"read", resource is T${i % kinds(rules)}) when { principal.r${i} == resource.place && resource.team.contains(principal.id) && resource.from <= context.now };`.replace(
      `principal.r${i} ==`, `principal has r${i} && principal.r${i} ==`)).join('\n');
  const parsed = cedar.preparsePolicySet(`bench-${rules}`, { staticPolicies });
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors.slice(0, 2)));
  return ({ person, type, thing }) => {
    const held = Object.fromEntries(rolesOf(person, rules).map(({ role, place }) => [`r${role}`, place]));
    const answer = cedar.statefulIsAuthorized({
      principal: { type: 'Person', id: `p${person}` },
      action: { type: 'Action', id: 'read' },
      resource: { type, id: 't' },
      context: { now: NOW },
      preparsedPolicySetId: `bench-${rules}`,
      entities: [
        { uid: { type: 'Person', id: `p${person}` }, attrs: { id: `p${person}`, ...held }, parents: [] },
        { uid: { type, id: 't' }, attrs: { place: thing.place, team: [...thing.team], from: thing.from }, parents: [] },
      ],
    });
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors.slice(0, 2)));
    return answer.response.decision === 'allow';
  };
} // prettier-ignore

/** Microseconds of processor time for one answer; all are asked without waiting, as waiting would cost ours more than answering. */
function round(engine: Engine, questions: readonly Question[], forMs: number): number {
  const before = process.cpuUsage();
  const until = performance.now() + forMs;
  let asked = 0;
  while (performance.now() < until) {
    for (let burst = 0; burst < 20; burst += 1) engine(questions[asked++ % questions.length]!);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / asked;
}

/** Microseconds that 99 answers of 100 do not exceed, each waited for on the clock: neighbours included. */
function slowest(engine: Engine, questions: readonly Question[]): number {
  const times: number[] = [];
  for (let asked = 0; asked < 100_000; asked += 1) {
    const from = performance.now();
    engine(questions[asked % questions.length]!);
    times.push(performance.now() - from);
  }
  return 1_000 * times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)]!;
}

const median = (all: number[]) => all.sort((one, other) => one - other)[all.length >> 1]!;

for (const rules of [20, 200, 2000]) {
  const engines: Record<string, Engine> = { habilis: ours(rules), 'casl kept': casl(rules), casbin: await casbin(rules), cedar: cedarEngine(rules) };
  const questions = questionsOf(rules);
  let yes = 0;
  for (const question of questions) {
    const answers = Object.values(engines).map((engine) => engine(question));
    if (new Set(answers).size !== 1) throw new Error(`${rules} rules: ${JSON.stringify(question)} ${answers.join()}`);
    if (answers[0]) yes += 1;
  }
  const costs: Record<string, number[]> = {};
  for (let nth = 0; nth < ROUNDS; nth += 1) {
    for (const [name, engine] of Object.entries(engines)) (costs[name] ??= []).push(round(engine, questions, 150));
  }
  const line = Object.entries(costs).map(([name, all]) => `${name} ${(1e6 / median(all)).toFixed(0)}/s`);
  console.log(`${String(rules).padStart(5)} rules, ${yes} of ${questions.length} yes: ${line.join(' · ')} · p99 of habilis ${slowest(engines['habilis']!, questions).toFixed(1)} µs`);
} // prettier-ignore
