import fc from 'fast-check';
import { PolicyDocument } from '../policy/language/policy-document.ts';
import type { ReadPerson } from './reading.ts';

/** Random policies, people and things: small names, so that they meet; every operator and every kind. */

const BELOW: Readonly<Record<string, readonly string[]>> = { 'org-a': ['org-a', 'org-b'], 'org-b': ['org-b'], 'org-c': ['org-c'] };
const PLACES = Object.keys(BELOW);
const above = (place: string) => PLACES.filter((each) => BELOW[each]!.includes(place));
const INSTANTS = ['2026-03-02T08:00:00Z', '2026-03-02T10:00:00+01:00', '2026-03-02T11:00:00Z', '2026-07-14T23:30:00+02:00'];

const pick = fc.constantFrom;
const text = pick('a', 'b', 'me', 'org-a', 'care');
const texts = fc.array(text, { minLength: 1, maxLength: 3 });
const number = pick(0, 1, 2, 3, 9);
const LITERAL = { text, texts, number, boolean: fc.boolean(), instant: pick(...INSTANTS) };
type Kind = keyof typeof LITERAL;

export const ATTRIBUTES = {
  place: 'organisation',
  places: 'organisations',
  who: 'text',
  team: 'texts',
  level: 'number',
  done: 'boolean',
  from: 'instant',
} as const;
const KIND: Readonly<Record<string, Kind>> = {
  ...{ place: 'text', places: 'texts', who: 'text', team: 'texts', level: 'number', done: 'boolean', from: 'instant' },
  ...{ 'context.purpose': 'text', 'me.professions': 'texts', 'me.assurance': 'number', 'now.hour': 'number', 'now': 'instant' },
}; // prettier-ignore
const VARIABLES: Readonly<Record<Kind, readonly string[]>> = {
  text: ['me.id', 'me.subject'],
  texts: ['me.organisations', 'me.professions', 'me.roles'],
  number: ['me.assurance', 'now.hour'],
  boolean: [],
  instant: ['now'],
};
type Row = readonly [operator: string, on: readonly Kind[], shape: 'same' | 'list' | 'item'];
const rows = (operators: readonly string[], on: readonly Kind[], shape: Row[2]): Row[] => operators.map((name) => [name, on, shape]);
const OPERATORS: readonly Row[] = [
  ...rows(['eq', 'ne'], ['text', 'number', 'boolean'], 'same'),
  ...rows(['in', 'notIn'], ['text'], 'list'),
  ...rows(['lt', 'lte', 'gt', 'gte'], ['number', 'instant'], 'same'),
  ...rows(['contains', 'lacks'], ['texts'], 'item'),
  ...rows(['meets', 'apart'], ['texts'], 'list'),
];

const purpose = pick('care', 'help');

function test(field: string): fc.Arbitrary<Record<string, unknown>> {
  const kind = KIND[field]!;
  const tests = OPERATORS.filter(([, on]) => on.includes(kind)).map(([name, , shape]) => {
    const wanted: Kind = shape === 'same' ? kind : shape === 'item' ? 'text' : 'texts';
    const literal = field === 'context.purpose' ? (wanted === 'texts' ? fc.array(purpose, { minLength: 1, maxLength: 2 }) : purpose) : LITERAL[wanted]; // prettier-ignore
    const variable = VARIABLES[wanted].map((each) => fc.constant({ var: each }));
    return fc.oneof(literal as fc.Arbitrary<unknown>, ...variable).map((operand) => ({ [name]: operand }));
  });
  return fc.oneof(...tests, fc.boolean().map((exists) => ({ exists }))); // prettier-ignore
}

const leaf = fc.oneof(...Object.keys(KIND).map((field) => test(field).map((said) => ({ [field]: said }))));
const { where } = fc.letrec<{ where: Record<string, unknown> }>((tie) => {
  const some = fc.array(tie('where'), { minLength: 1, maxLength: 3 });
  const group = (name: string) => some.map((each) => ({ [name]: each }));
  return { where: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, group('all'), group('any'), group('none')) };
});

const bound = pick<Record<string, unknown>>(
  { place: { in: { var: 'grant.organisations' } } },
  { place: { eq: { var: 'grant.organisation' } } },
  { places: { meets: { var: 'me.organisations' } } },
  { who: { eq: { var: 'me.subject' } } },
  { team: { contains: { var: 'me.id' } } },
  { 'engagement.purposes': { contains: 'care' } },
  { any: [{ who: { in: { var: 'me.organisations' } } }, { 'engagement.purposes': { meets: ['help', 'a'] } }] },
);

const said = { source: 'CPAM13.4.1', fr: 'Parce que', en: 'Because' };
const named = <T extends object>(all: readonly T[], name: string) =>
  all.map((each, index) => ({ ...each, ...said, id: `${name}-${index}` }));
/** Once in `freq` times; what is rare leaves something to allow. */
const maybe = <T>(some: fc.Arbitrary<T>, freq = 2) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: freq - 1 }, { arbitrary: some, weight: 1 });
const given = <T extends object>(record: T) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const ROLES = ['one', 'two', 'three'];
const role = pick(...ROLES);
const acts = fc.uniqueArray(pick('read', 'write'), { minLength: 1, maxLength: 2 });
const rule = fc
  .record({
    roles: fc.uniqueArray(pick(...ROLES, 'member', 'holder'), { minLength: 1, maxLength: 3 }),
    may: acts,
    fields: maybe(fc.uniqueArray(pick('f1', 'f2'), { minLength: 1, maxLength: 2 }), 3),
    purposes: maybe(fc.uniqueArray(purpose, { minLength: 1, maxLength: 2 }), 5),
    assurance: maybe(pick(1, 2, 3), 5),
    where: fc.tuple(bound, maybe(where)).map(([one, more]) => ({ all: more ? [one, more] : [one] })),
  })
  .map((each) => ({ ...each, on: 'Thing' }));
const separation = (on: string) => fc.record({ never: acts, where }).map((each) => ({ ...each, on }));
const duties = [{ may: ['read'], on: 'Thing' }, { may: ['write'], on: 'Thing' }]; // prettier-ignore
const apart = fc.oneof(
  fc.uniqueArray(role, { minLength: 2, maxLength: 3 }).map((roles) => ({ roles })),
  fc.constant({ duties }),
);

/** Files that make a policy together, or that do not: two duties of one role, fields of a thing that has none. */
export const documents: fc.Arbitrary<PolicyDocument[]> = fc
  .record({
    fields: pick(true, false, false),
    assurance: fc.array(maybe(pick(2, 3), 4), { minLength: 3, maxLength: 3 }),
    rules: fc.array(rule, { minLength: 2, maxLength: 5 }),
    separations: maybe(fc.array(separation('Thing'), { minLength: 1, maxLength: 2 }), 3).map((some) => some ?? []),
    apart: maybe(fc.array(apart, { minLength: 1, maxLength: 1 }), 3).map((some) => some ?? []),
    narrowing: maybe(fc.record({ place: pick(...PLACES), separations: fc.array(separation('p:Thing'), { maxLength: 1 }), assurance: maybe(pick(1, 2, 3)) }), 3), // prettier-ignore
  })
  .map(({ fields, assurance, rules, separations, apart: held, narrowing }) => {
    const words = { fr: 'Essai', en: 'Trial' };
    const attributes = Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, is]) => [name, { is }]));
    const product = { ...words, roles: { boss: { ...words, grantedBy: ['boss'] }, member: { ...words, implied: 'membership' }, holder: { ...words, implied: 'account' } } }; // prettier-ignore
    const portal = {
      ...words,
      portal: 'p',
      purposes: { care: words, help: words },
      types: { Thing: { ...words, actions: ['read', 'write'], attributes, ...(fields && { fields: ['f1', 'f2'] }) } },
      roles: Object.fromEntries(ROLES.map((name, index) => [name, given({ ...words, grantedBy: ['boss'], assurance: assurance[index] })])),
      rules: named(fields ? rules.map(given) : rules.map(({ fields: _fields, ...each }) => given(each)), 'rule'),
      separations: named(separations, 'separation'),
      apart: named(held, 'apart'),
    };
    const here = narrowing && {
      ...words,
      organisation: narrowing.place,
      separations: named(narrowing.separations, 'here'),
      ...(narrowing.assurance && { narrows: { 'p:one': { assurance: narrowing.assurance } } }),
    };
    return [product, portal, ...(here ? [here] : [])].map((each) => PolicyDocument.parse(each));
  });

export const people: fc.Arbitrary<ReadPerson> = fc
  .record({
    organisations: fc.uniqueArray(pick(...PLACES, 'org-b'), { minLength: 0, maxLength: 2 }),
    grants: fc.uniqueArray(fc.record({ role, in: pick(...PLACES, 'org-a') }), {
      minLength: 1,
      maxLength: 3,
      selector: (each) => each.role + each.in,
    }),
    professions: fc.oneof(texts, texts, fc.constant(undefined)),
    assurance: pick(1, 2, 3, 3, undefined),
  })
  .map(({ organisations, grants, professions, assurance }) => ({
    id: 'me',
    organisations,
    grants: grants.map((each) => ({ role: `p:${each.role}`, in: each.in, below: BELOW[each.in]!, above: above(each.in) })),
    known: given({ 'me.professions': professions, 'me.assurance': assurance }),
  }));

/** Attributes that are there, absent, null, or not of their kind; and why the person takes part in it, if they do. */
export const things = fc.record({
  is: fc.record(
    {
      place: pick<unknown>(...PLACES, ...PLACES, null, 7),
      places: fc.oneof(fc.array(pick(...PLACES), { maxLength: 2 }), fc.constant<unknown>('org-a')),
      who: fc.oneof(text, pick<unknown>('me', 'me', null, ['a'])),
      team: fc.oneof(fc.array(text, { maxLength: 3 }), fc.constant<unknown>(['me', 'b']), pick<unknown>(null, 'me', [1])),
      level: fc.oneof(number, pick<unknown>(null, '2')),
      done: pick<unknown>(true, false, null, 'true'),
      from: pick<unknown>(...INSTANTS, null, 'tomorrow'),
    },
    { requiredKeys: ['place', 'places', 'team'] },
  ),
  engaged: fc.oneof(fc.array(pick('care', 'help'), { maxLength: 2 }), fc.constant(undefined)),
});

export const moments = fc.record({
  at: pick(...INSTANTS),
  context: fc.record({ purpose: pick<unknown>('care', 'care', 'help', null, 3) }, { requiredKeys: [] }),
});
