import type { Condition } from './language/condition.ts';

/** A condition in one line, as people read it on the page of a policy; the words of the language itself. */
export function conditionInWords(condition: Condition, outer = true): string {
  if ('all' in condition) return group(condition.all, ' et ', outer);
  if ('any' in condition) return group(condition.any, ' ou ', false);
  if ('none' in condition) return `ni ${condition.none.map((each) => conditionInWords(each, false)).join(', ni ')}`;
  if ('exists' in condition) return `${condition.field} ${condition.exists ? 'est connu' : 'est absent'}`;
  const { field, operator, operand } = condition;
  const other = 'variable' in operand ? operand.variable : [operand.literal].flat().map(shown).join(', ');
  return `${field} ${SAID[operator]} ${other}`;
}

const group = (all: readonly Condition[], between: string, bare: boolean) => {
  const text = all.map((each) => conditionInWords(each, false)).join(between);
  return bare || all.length === 1 ? text : `(${text})`;
};

const shown = (value: string | number | boolean) =>
  typeof value === 'number' && value > 1e11 ? new Date(value).toISOString() : String(value);

// prettier-ignore
const SAID: Record<Extract<Condition, { operator: string }>['operator'], string> = {
  eq: '=', ne: '≠', in: 'est parmi', notIn: 'n’est pas parmi', lt: '<', lte: '≤', gt: '>', gte: '≥',
  contains: 'contient', lacks: 'ne contient pas', meets: 'a en commun avec', apart: 'n’a rien de commun avec',
};
