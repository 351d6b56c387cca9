import { baseOf, OPERATORS, VARIABLES } from '../language/condition.ts';
import { compares } from '../../decision/matcher.ts';
import type { Fields } from '../language/read-condition.ts';
import type { Atom, Goal } from './goal.ts';

/** A world in which the goal is reached; null when there is none; undefined when the search was given up. */
export type Witness = ReadonlyMap<string, unknown> | null | undefined;

/** What is the same in every world: the roles that a role may grant. */
type Fixed = ReadonlyMap<string, unknown>;

/** Beyond so many steps nothing is claimed. */
const STEPS = 20_000;

interface Search {
  readonly kindOf: (name: string) => string;
  readonly fixed: Fixed;
  steps: number;
}

/**
 * Looks for a world in which the goal is reached.
 *
 * Each way to reach it is a list of comparisons; texts, numbers and booleans do not meet, so each kind is settled apart:
 * texts among those that are named and one fresh for each name, numbers among those that are named and enough points
 * between them, lists as large as what they must lack allows. Within `STEPS`, "none" means that there is none.
 */
export function witness(goal: Goal, fields: Fields, fixed: Fixed = new Map()): Witness {
  const kindOf = (name: string) =>
    Object.hasOwn(VARIABLES, name) ? VARIABLES[name as keyof typeof VARIABLES] : baseOf(fields.get(name)?.is ?? 'text');
  const search: Search = { kindOf, fixed, steps: 0 };
  const found = reach([goal], [], search);
  return found ?? (search.steps > STEPS ? undefined : null);
}

type Leaf = Exclude<Goal, { and: unknown } | { or: unknown }>;

function reach(goals: readonly Goal[], leaves: readonly Leaf[], search: Search): ReadonlyMap<string, unknown> | null {
  if (++search.steps > STEPS) return null;
  const certain = goals.findIndex((each) => !('or' in each));
  const goal = goals[Math.max(certain, 0)];
  if (!goal) return settle(leaves, search);
  const rest = goals.filter((each) => each !== goal);
  if ('and' in goal) return reach([...goal.and, ...rest], leaves, search);
  if ('or' in goal) {
    if (goal.or.some((each) => isAmong(each, leaves))) return reach(rest, leaves, search);
    return first(goal.or, (each) => reach([each, ...rest], leaves, search));
  }
  if (isAmong(goal, leaves)) return reach(rest, leaves, search);
  return clashes(goal, leaves) ? null : reach(rest, [...leaves, goal], search);
}

const isAmong = (goal: Goal, leaves: readonly Leaf[]) =>
  leaves.some((each) => each === goal || JSON.stringify(each) === JSON.stringify(goal));

/** Absent here and needed there: no need to look further down this way. */
function clashes(goal: Leaf, leaves: readonly Leaf[]): boolean {
  if ('absent' in goal) return leaves.some((each) => !('absent' in each) && namesIn(each).includes(goal.absent));
  if ('operator' in goal && leaves.some((each) => 'operator' in each && areOpposite(each, goal))) return true;
  return leaves.some((each) => 'absent' in each && namesIn(goal).includes(each.absent));
}

const areOpposite = (one: Atom, other: Atom) =>
  one.field === other.field && OPERATORS[one.operator].opposite === other.operator && JSON.stringify(one.operand) === JSON.stringify(other.operand); // prettier-ignore

function namesIn(leaf: Leaf): string[] {
  if ('absent' in leaf) return [leaf.absent];
  if ('present' in leaf) return [leaf.present];
  return [leaf.field, ...('variable' in leaf.operand ? [leaf.operand.variable] : [])];
}

function settle(leaves: readonly Leaf[], search: Search): ReadonlyMap<string, unknown> | null {
  const atoms = leaves.filter((each): each is Atom => 'field' in each);
  const needed = new Set(leaves.filter((each) => !('absent' in each)).flatMap(namesIn));
  const world = new Map<string, unknown>([...search.fixed].filter(([name]) => needed.has(name)));
  const open = [...needed].filter((name) => !world.has(name));
  const singles = open.filter((name) => search.kindOf(name) !== 'texts');
  const lists = open.filter((name) => search.kindOf(name) === 'texts');
  return assign(singles, domains(singles, atoms, search), world, atoms, search, (settled) => fill(lists, settled, atoms, search));
}

/** One value after the other, each checked as soon as both of its sides are there. */
function assign(
  names: readonly string[],
  domain: (name: string) => readonly unknown[],
  world: Map<string, unknown>,
  atoms: readonly Atom[],
  search: Search,
  then: (world: Map<string, unknown>) => ReadonlyMap<string, unknown> | null,
): ReadonlyMap<string, unknown> | null {
  if (++search.steps > STEPS) return null;
  const [name, ...rest] = names;
  if (name === undefined) return then(world);
  return first(domain(name), (value) => {
    const next = new Map(world).set(name, value);
    const concerned = atoms.filter((each) => namesIn(each).includes(name));
    return concerned.every((each) => holds(each, next) !== false) ? assign(rest, domain, next, atoms, search, then) : null;
  });
}

/** Lists as large as they may be; two that must have nothing in common are tried both ways. */
function fill(lists: readonly string[], world: Map<string, unknown>, atoms: readonly Atom[], search: Search) {
  const universe = textsIn(world, atoms);
  const largest = (name: string): string[][] => {
    const alone = atoms.filter(
      (each) => namesIn(each).includes(name) && namesIn(each).every((other) => other === name || world.has(other)),
    );
    return [universe.filter((item) => alone.every((each) => allows(each, name, item, world)))];
  };
  const apart = atoms.some((each) => each.operator === 'apart' && 'variable' in each.operand);
  const domain = (name: string) => (apart ? [...largest(name), ...largest(name)[0]!.map((item) => [item]), []] : largest(name));
  return assign(lists, domain, world, atoms, search, (full) => (atoms.every((each) => holds(each, full) === true) ? full : null));
}

/** Whether a list may hold the item as far as this comparison goes. */
function allows({ field, operator, operand }: Atom, name: string, item: string, world: ReadonlyMap<string, unknown>): boolean {
  const other = 'variable' in operand ? world.get(operand.variable) : operand.literal;
  if (field === name && operator === 'lacks') return other !== item;
  if (field === name && operator === 'apart') return !Array.isArray(other) || !other.includes(item);
  if (field !== name && operator === 'notIn') return world.get(field) !== item;
  if (field !== name && operator === 'apart') return !(world.get(field) as unknown[] | undefined)?.includes(item);
  return true;
}

/** True, false, or undefined while a side is still to come. */
function holds({ field, operator, operand }: Atom, world: ReadonlyMap<string, unknown>): boolean | undefined {
  const value = world.get(field);
  const other = 'variable' in operand ? world.get(operand.variable) : operand.literal;
  return value === undefined || other === undefined ? undefined : compares(operator, value, other);
}

const literals = (atoms: readonly Atom[]) => atoms.flatMap(({ operand }) => ('literal' in operand ? [operand.literal].flat() : []));
const textsIn = (world: ReadonlyMap<string, unknown>, atoms: readonly Atom[]) => [
  ...new Set([...literals(atoms), ...[...world.values()].flat()].filter((each) => typeof each === 'string')),
  'autre',
];

/** Levels, hours and days are counted; any other number may lie between two. */
const COUNTED: Readonly<Record<string, readonly number[]>> = {
  'me.assurance': [1, 2, 3],
  'now.hour': Array.from({ length: 24 }, (_, hour) => hour),
  'now.weekday': [1, 2, 3, 4, 5, 6, 7],
};

function domains(names: readonly string[], atoms: readonly Atom[], { kindOf, fixed }: Search): (name: string) => readonly unknown[] {
  const named = literals(atoms);
  const texts = [...new Set([...named, ...[...fixed.values()].flat()].filter((each) => typeof each === 'string'))];
  const fresh = names.filter((name) => kindOf(name) === 'text').map(freshText);
  const numbers = (kind: string) =>
    between(
      atoms.filter(({ field }) => kindOf(field) === kind),
      names.filter((name) => kindOf(name) === kind).length,
      kind,
    );
  return (name) => {
    const kind = kindOf(name);
    if (kind === 'text') return [freshText(name), ...texts, ...fresh.filter((each) => each !== freshText(name))];
    if (kind === 'boolean') return [true, false];
    return COUNTED[name] ?? numbers(kind);
  };
}

const freshText = (name: string) => `quelque ${name}`;

/** Every named number, and in each gap as many points as there are numbers to place. */
function between(atoms: readonly Atom[], count: number, kind: string): number[] {
  const named = literals(atoms).filter((each): each is number => typeof each === 'number');
  const start = kind === 'instant' ? Date.parse('2026-03-02T09:00:00Z') : 1;
  const known = [...new Set(named.length > 0 ? named : [start])].sort((one, other) => one - other);
  const steps = Array.from({ length: count }, (_, index) => (index + 1) / (count + 1));
  const unit = kind === 'instant' ? 86_400_000 : 1;
  return known.flatMap((each, index) => {
    const next = known[index + 1] ?? each + unit * (count + 1);
    const below = index === 0 ? steps.map((step) => each - unit * (count + 1) * (1 - step)) : [];
    return [...below, each, ...steps.map((step) => each + (next - each) * step)];
  });
}

function first<T, R>(all: Iterable<T>, look: (each: T) => R | null): R | null {
  for (const each of all) {
    const found = look(each);
    if (found !== null) return found;
  }
  return null;
}
