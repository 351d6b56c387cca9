/**
 * A naive reading of docs/policies.md, word by word, for tests to compare the engine with.
 *
 * It reads the files as they are written and shares nothing with the compiler: no table, no condition, no world.
 */
import type { PolicyDocument } from '../policy/language/policy-document.ts';

/** Someone with what they hold; places are named with what lies below and above them. */
export interface ReadPerson {
  readonly id: string;
  readonly organisations: readonly string[];
  readonly grants: readonly { readonly role: string; readonly in: string; readonly below: readonly string[]; readonly above: readonly string[] }[]; // prettier-ignore
  readonly known: Readonly<Record<string, unknown>>;
}

export interface ReadQuestion {
  readonly portal: string;
  readonly type: string;
  readonly action: string;
  readonly field?: string;
  readonly thing: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

type Truth = true | false | 'unknown';
type Where = Record<string, unknown>;
type Look = (name: string) => unknown;
interface Worn {
  readonly role: string;
  readonly in: string | undefined;
  readonly below: readonly string[];
  readonly above: readonly string[];
}

/** Whether it is allowed: some role of theirs allows every field that is asked for, and nothing denies. */
export function reads(documents: readonly PolicyDocument[], person: ReadPerson, question: ReadQuestion): boolean {
  const home = documents.find(({ portal }) => portal === question.portal)!;
  const type = home.types[question.type];
  if (!type?.actions.includes(question.action)) return false;
  const all = type.fields ?? [];
  if (question.field !== undefined && !all.includes(question.field)) return false;
  const fields = question.field !== undefined ? [question.field] : all.length > 0 ? all : [undefined];
  const worn: Worn[] = [
    ...person.grants,
    ...person.organisations.flatMap((place) => implied(documents, 'membership').map((role) => ({ role, in: place, below: [place], above: [place] }))),
    ...implied(documents, 'account').map((role) => ({ role, in: undefined, below: [], above: [] })),
  ]; // prettier-ignore
  return worn.some((one) => {
    const look = looking(person, question, home, worn, one);
    return fields.every((field) => allowed(home, question, one, field, look)) && !denied(documents, question, one, worn, look);
  });
}

const full = (portal: string | undefined, name: string) => (portal === undefined ? name : `${portal}:${name}`);
const implied = (documents: readonly PolicyDocument[], how: string) =>
  documents.flatMap(({ roles }) => Object.keys(roles).filter((name) => roles[name]!.implied === how));

function allowed(home: PolicyDocument, q: ReadQuestion, worn: Worn, field: string | undefined, look: Look) {
  return home.rules.some((rule) => {
    if (rule.on !== q.type || !rule.may.includes(q.action)) return false;
    if (!rule.roles.some((name) => worn.role === (home.roles[name] ? full(home.portal, name) : name))) return false;
    if (rule.fields && !rule.fields.includes(field!)) return false;
    const short = worn.role.split(':').at(-1)!;
    const levels = [rule.assurance, worn.role === full(home.portal, short) ? home.roles[short]?.assurance : undefined].filter((each) => each !== undefined);
    const level = look('me.assurance');
    if (levels.some((needed) => typeof level !== 'number' || level < needed)) return false;
    const purpose = look('context.purpose');
    if (rule.purposes && !(typeof purpose === 'string' && rule.purposes.includes(purpose))) return false;
    return isSo(rule.where as Where, look) === true;
  });
} // prettier-ignore

function denied(documents: readonly PolicyDocument[], q: ReadQuestion, worn: Worn, all: readonly Worn[], look: Look): boolean {
  return documents.some((document) => {
    const ours = document.organisation === undefined;
    const speaks = ours || worn.above.includes(document.organisation!);
    const here = document.portal === q.portal || !ours;
    const separated = document.separations.some(
      ({ on, never, where }) =>
        here && speaks && on.split(':').at(-1) === q.type && never.includes(q.action) && isSo(where as Where, look) !== false,
    );
    return separated || (speaks && lacksProof(document, worn, look)) || heldApart(documents, document, q, worn, all);
  });
}

function lacksProof(document: PolicyDocument, worn: Worn, look: Look): boolean {
  const needed = document.narrows[worn.role]?.assurance;
  const level = look('me.assurance');
  return needed !== undefined && !(typeof level === 'number' && level >= needed);
}

/** What they hold in the same places with this role. */
function heldApart(documents: readonly PolicyDocument[], document: PolicyDocument, q: ReadQuestion, worn: Worn, all: readonly Worn[]): boolean {
  const near = all.filter((other) => other.role !== worn.role && other.below.some((place) => worn.below.includes(place))).map(({ role }) => role);
  const name = (role: string) => (document.roles[role] ? full(document.portal, role) : role);
  const giving = ({ may, on }: { may: string[]; on: string }) =>
    documents.flatMap((each) => (each.portal !== document.portal ? [] : each.rules))
      .filter((rule) => rule.on === on && rule.may.some((one) => may.includes(one)))
      .flatMap(({ roles }) => roles.map(name));
  return document.apart.some(({ roles, duties }) => {
    if (roles) return roles.map(name).includes(worn.role) && roles.map(name).some((role) => role !== worn.role && near.includes(role));
    return duties!.some((duty, index) => {
      const concerned = document.portal === q.portal && duty.on === q.type && duty.may.includes(q.action);
      return concerned && giving(duty).includes(worn.role) && giving(duties![1 - index]!).some((role) => near.includes(role));
    });
  });
} // prettier-ignore

/** How a name is looked up; undefined when it is absent, null when it is not of its kind. */
function looking(person: ReadPerson, q: ReadQuestion, home: PolicyDocument, all: readonly Worn[], worn: Worn): Look {
  const type = home.types[q.type]!;
  const context: PolicyDocument['context'] = { ...(home.purposes && { purpose: { is: 'text' } }), ...home.context };
  const paris = new Date(q.at.toLocaleString('en-US', { timeZone: 'Europe/Paris' }));
  const special: Record<string, unknown> = {
    'me.id': person.id,
    'me.subject': person.id,
    'me.organisations': person.organisations,
    'me.roles': all.map(({ role }) => role),
    'grant.organisation': worn.in,
    'grant.organisations': worn.below,
    'now': q.at.getTime(),
    'now.hour': paris.getHours(),
    'now.weekday': paris.getDay() || 7,
    'here.portal': q.portal,
    ...person.known,
  };
  return (name) => {
    if (Object.hasOwn(special, name)) return special[name];
    if (name.startsWith('context.')) return taken(q.context[name.slice(8)], context[name.slice(8)]?.is);
    return taken(q.thing[name], name === 'id' ? 'text' : type.attributes[name]?.is);
  };
} // prettier-ignore

function taken(value: unknown, kind: string | undefined): unknown {
  if (value === undefined || value === null || kind === undefined) return undefined;
  const texts = Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (kind === 'texts' || kind === 'organisations') return texts ? value : null;
  if (kind === 'instant') return typeof value === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : null;
  if (kind === 'number' || kind === 'boolean') return typeof value === kind ? value : null;
  return typeof value === 'string' ? value : null;
}

/** A condition is true, false, or unknown when it looks at something that is absent. */
function isSo(where: Where, look: Look): Truth {
  return every(
    Object.entries(where).map(([name, said]) => {
      if (name === 'all') return every((said as Where[]).map((each) => isSo(each, look)));
      if (name === 'any') return opposite(every((said as Where[]).map((each) => opposite(isSo(each, look)))));
      if (name === 'none') return every((said as Where[]).map((each) => opposite(isSo(each, look))));
      return every(Object.entries(said as Where).map(([operator, operand]) => compared(look(name), operator, operand, look)));
    }),
  );
}

const every = (all: readonly Truth[]): Truth => (all.includes(false) ? false : all.includes('unknown') ? 'unknown' : true);
const opposite = (truth: Truth): Truth => (truth === 'unknown' ? truth : !truth);

function compared(value: unknown, operator: string, written: unknown, look: Look): Truth {
  if (value === null) return 'unknown';
  if (operator === 'exists') return (value !== undefined) === written;
  const operand = isVariable(written) ? look(written.var) : typeof value === 'number' && typeof written === 'string' ? Date.parse(written) : written;
  if (value === undefined || operand === undefined || operand === null) return 'unknown';
  const list = (one: unknown) => one as unknown[];
  // prettier-ignore
  switch (operator) {
    case 'eq': return value === operand;
    case 'ne': return value !== operand;
    case 'in': return list(operand).includes(value);
    case 'notIn': return !list(operand).includes(value);
    case 'lt': return (value as number) < (operand as number);
    case 'lte': return (value as number) <= (operand as number);
    case 'gt': return (value as number) > (operand as number);
    case 'gte': return (value as number) >= (operand as number);
    case 'contains': return list(value).includes(operand);
    case 'lacks': return !list(value).includes(operand);
    case 'meets': return list(value).some((each) => list(operand).includes(each));
    case 'apart': return !list(value).some((each) => list(operand).includes(each));
    default: throw new Error(operator);
  }
} // prettier-ignore

const isVariable = (written: unknown): written is { var: string } => typeof written === 'object' && written !== null && 'var' in written;
