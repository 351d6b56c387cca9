import type { Right } from './rights.ts';

const KINDS = ['role', 'rule', 'type'] as const;
export type Kind = (typeof KINDS)[number];

/** A role, a rule, or a type of thing, with its place on the drawing. */
export interface Node {
  readonly id: string;
  readonly kind: Kind;
  readonly x: number;
  readonly y: number;
  /** Those it is tied to, one column to the left, one to the right. */
  readonly left: readonly string[];
  readonly right: readonly string[];
}

export interface Graph {
  /** Column by column, each from top to bottom. */
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly width: number;
  readonly height: number;
}

// prettier-ignore
export const SIZE = { width: 236, height: 32, gapX: 96, gapY: 8, margin: 8 } as const;
const STEP = SIZE.height + SIZE.gapY;

/**
 * Roles to the left, rules between, types to the right; what is tied is kept near.
 *
 * Rules lie in the order of their types then of their roles; a role or a type lies at the height of its rules, pushed
 * down where another is already there.
 */
export function layOut(rights: readonly Right[]): Graph {
  const order = (ids: readonly string[]) => new Map([...new Set(ids)].map((id, index) => [id, index]));
  const types = order(rights.map(({ type }) => type));
  const roles = order(rights.map(({ role }) => role));
  const first = new Map(rights.toReversed().map(({ role, rule }) => [rule.id, roles.get(role)!]));
  const rules = [...new Map(rights.map(({ rule, type }) => [rule.id, types.get(type)!]))]
    .sort(([one, type], [other, another]) => type - another || first.get(one)! - first.get(other)!)
    .map(([id]) => id);
  const middle = new Map(rules.map((id, index) => [id, index * STEP]));
  const heights = {
    role: near(rights.map(({ role, rule }) => [role, middle.get(rule.id)!])),
    rule: middle,
    type: near(rights.map(({ type, rule }) => [type, middle.get(rule.id)!])),
  };
  const links = {
    roleToRule: pairs(rights.map(({ role, rule }) => [keyOf('role', role), keyOf('rule', rule.id)])),
    ruleToType: pairs(rights.map(({ rule, type }) => [keyOf('rule', rule.id), keyOf('type', type)])),
  };
  const edges = [...links.roleToRule, ...links.ruleToType].map(([from, to]) => ({ from, to }));
  const nodes = KINDS.flatMap((kind, column) =>
    [...heights[kind]].map(([name, y]): Node => {
      const id = keyOf(kind, name);
      return {
        ...{ id, kind },
        x: SIZE.margin + column * (SIZE.width + SIZE.gapX),
        y: SIZE.margin + y,
        left: edges.filter(({ to }) => to === id).map(({ from }) => from),
        right: edges.filter(({ from }) => from === id).map(({ to }) => to),
      };
    }),
  );
  return {
    ...{ nodes, edges },
    width: 2 * SIZE.margin + 3 * SIZE.width + 2 * SIZE.gapX,
    height: Math.max(0, ...nodes.map(({ y }) => y)) + SIZE.height + SIZE.margin,
  };
}

export const keyOf = (kind: Kind, name: string) => `${kind} ${name}`;
export const nameOf = (key: string) => key.slice(key.indexOf(' ') + 1);

/** Each at the mean height of what it is tied to, none on top of another. */
function near(ties: readonly (readonly [string, number])[]): Map<string, number> {
  const heights = new Map<string, number[]>();
  for (const [id, y] of ties) heights.set(id, [...(heights.get(id) ?? []), y]);
  const wished = [...heights].map(([id, all]) => [id, all.reduce((sum, y) => sum + y, 0) / all.length] as const);
  let free = 0;
  return new Map(
    wished
      .sort(([, one], [, other]) => one - other)
      .map(([id, y]) => {
        const there = Math.max(y, free);
        free = there + STEP;
        return [id, there];
      }),
  );
}

const pairs = (all: readonly (readonly [string, string])[]) => [...new Map(all.map((each) => [each.join(' > '), each])).values()];

/** Everything on a path through a node: all the roles that reach it, all the types it leads to. */
export function around(graph: Graph, id: string): ReadonlySet<string> {
  const byId = new Map(graph.nodes.map((each) => [each.id, each]));
  const walk = (from: string, side: 'left' | 'right'): string[] =>
    byId.get(from)?.[side].flatMap((each) => [each, ...walk(each, side)]) ?? [];
  return new Set([id, ...walk(id, 'left'), ...walk(id, 'right')]);
}

const ARROWS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Home: 'first', End: 'last' } as const;

/** Where a key leads from a node: along its column, or over to what it is tied to. @returns undefined when it leads nowhere */
export function moved(graph: Graph, id: string, key: string): string | undefined {
  const way = ARROWS[key as keyof typeof ARROWS];
  const here = graph.nodes.find((each) => each.id === id);
  if (!way || !here) return undefined;
  if (way === 'left' || way === 'right') return here[way][0];
  const column = graph.nodes.filter(({ kind }) => kind === here.kind);
  const at = column.indexOf(here);
  const to = { up: at - 1, down: at + 1, first: 0, last: column.length - 1 }[way];
  return column[to]?.id;
}
