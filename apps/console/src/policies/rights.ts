import { inOurLanguage } from '../words.ts';
import type { Rule } from './queries.ts';
import type { Said } from './said.ts';

/** One rule through one role: a line of the table, and a path through the graph. */
export interface Right {
  readonly role: string;
  readonly rule: Rule;
  readonly type: string;
  readonly portal: string | null;
}

export interface Filter {
  readonly role: string;
  readonly type: string;
  readonly portal: string;
}

/** Habilis itself, where a portal is asked for. */
export const OURS = '-';

export const rightsOf = (said: Said, { role, type, portal }: Filter): Right[] =>
  said.page.roles
    .flatMap(({ id }) => said.rulesOf(id).map((rule) => ({ role: id, rule, type: rule.type, portal: said.types.get(rule.type)?.portal ?? null })))
    .filter((each) => (!role || each.role === role) && (!type || each.type === type) && (!portal || (each.portal ?? OURS) === portal)); // prettier-ignore

export const COLUMNS = ['role', 'may', 'type', 'portal', 'reason'] as const;
export type Column = (typeof COLUMNS)[number];

/** What a line says in each column. */
export const cell = (said: Said, { role, rule, type, portal }: Right): Readonly<Record<Column, string>> => ({
  role: said.role(role),
  may: said.actions(type, rule.actions),
  type: said.type(type),
  portal: said.portal(portal),
  reason: inOurLanguage(rule),
});

/** @param order a column, `-` in front for the other way round; anything else leaves the order of the policy */
export function sorted(said: Said, rights: readonly Right[], order: string): readonly Right[] {
  const column = COLUMNS.find((each) => each === order.replace(/^-/, ''));
  if (!column) return rights;
  const way = order.startsWith('-') ? -1 : 1;
  return rights.toSorted((one, other) => way * cell(said, one)[column].localeCompare(cell(said, other)[column], 'fr'));
}
