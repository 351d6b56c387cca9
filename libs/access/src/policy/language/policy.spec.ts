import fc from 'fast-check';
import type { Condition } from './condition.ts';
import { OPERATORS, type Operator } from './condition.ts';
import { compilePolicy } from './compile-policy.ts';
import { abilityOf, certainly, possibly } from '../../decision/matcher.ts';
import { PolicyDocument } from './policy-document.ts';
import type { World } from '../../decision/world.ts';

const ATTRIBUTES = {
  organisation: { is: 'organisation' },
  team: { is: 'texts' },
  until: { is: 'instant' },
  stage: { is: 'text', of: ['open', 'shut'] },
};
const HERE = { organisation: { in: { var: 'grant.organisations' } } };
const because = { on: 'File', source: 'CPAM13.4.1', fr: 'Parce que', en: 'Because' };
const rule = (where: unknown = HERE, patch = {}) => ({ ...because, id: 'reads', roles: ['reader'], may: ['read'], where, ...patch });
const separation = (where: unknown) => ({ ...because, id: 'never', never: ['read'], where });

/** The smallest policy: one type, one role, one rule; a patch makes an offence of it. */
const policy = (patch = {}) => ({
  fr: 'Essai',
  en: 'Trial',
  types: { File: { fr: 'Dossier', en: 'File', actions: ['list', 'read', 'write'], attributes: ATTRIBUTES } },
  roles: { reader: { fr: 'Lecteur', en: 'Reader' } },
  rules: [rule()],
  ...patch,
});

/** All that is said against a policy, with its place. */
function against(written: unknown): string[] {
  const read = PolicyDocument.safeParse(written);
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const compiled = compilePolicy(new Map([['trial', read.data]]));
  return 'flaws' in compiled ? compiled.flaws.map(({ file, path, wrong }) => `${file} ${path.join('.')}: ${wrong}`) : [];
}

describe('a policy file', () => {
  it('is taken when every rule is bounded and understood', () => expect(against(policy())).toEqual([]));

  const offences: [string, unknown, RegExp][] = [
    ['an operator that nobody knows', { organisation: { regex: '.*' } }, /trial rules.0.where.organisation.regex: opérateur inconnu/],
    ['an operator of the engine below', { organisation: { $in: ['a'] } }, /rules.0.where.organisation.\$in: opérateur inconnu/],
    ['an operator that every object has', { organisation: { constructor: 'a' } }, /opérateur inconnu/],
    ['an attribute that the type has not', { organization: { eq: { var: 'me.id' } } }, /rules.0.where.organization: attribut inconnu/],
    ['a variable that nobody knows', { organisation: { in: { var: 'me.organizations' } } }, /variable inconnue/],
    ['a list where one value is needed', { organisation: { eq: { var: 'me.organisations' } } }, /il faut un « text »/],
    ['one value where a list is needed', { organisation: { in: { var: 'me.id' } } }, /il faut un « texts »/],
    ['an order between texts', { organisation: { lt: 'b' } }, /ne s’applique pas/],
    ['nothing', {}, /une condition vide ne limite rien/],
    ['an empty list of conditions', { any: [] }, /liste non vide/],
    ['an empty list of values', { organisation: { in: [] } }, /il faut une valeur/],
    ['null', { organisation: { eq: null } }, /il faut une valeur/],
    [
      'a text that is not foreseen',
      { organisation: { eq: { var: 'me.id' } }, stage: { eq: 'opened' } },
      /n’est pas une valeur prévue : open, shut/,
    ],
    ['everything of a stage', { stage: { eq: 'open' } }, /la règle donnerait tout/],
    ['everything but something', { organisation: { notIn: { var: 'grant.organisations' } } }, /la règle donnerait tout/],
    [
      'everything by one way out of two',
      { any: [{ organisation: { in: { var: 'me.organisations' } } }, { stage: { eq: 'open' } }] },
      /la règle donnerait tout/,
    ],
    ['everything by a negation', { none: [{ organisation: { in: { var: 'me.organisations' } } }] }, /la règle donnerait tout/],
  ];
  it.each(offences)('is refused when a rule looks at %s', (_what, where, said) => {
    expect(against(policy({ rules: [rule(where)] }))).toEqual([expect.stringMatching(said)]);
  });

  // prettier-ignore
  it.each([
    ['a type called all',                       { rules: [rule(HERE, { on: 'All' })] },                                      /« tout »/],
    ['the action manage',                       { rules: [rule(HERE, { may: ['manage'] })] },                                /« tout »/],
    ['an action that is not done to it',        { rules: [rule(HERE, { may: ['burn'] })] },                                  /ne se fait pas/],
    ['a list that depends on more than a place', { rules: [rule({ ...HERE, stage: { eq: 'open' } }, { may: ['list'] })] },   /ne dépend que du lieu, pas de stage/],
    ['a role that nobody has',                  { rules: [rule(HERE, { roles: ['writer'] })] },                              /rôle inconnu/],
    ['a type that does not exist',              { rules: [rule(HERE, { on: 'Folder' })] },                                   /type inconnu/],
    ['a rule without a source',                 { rules: [rule(HERE, { source: '' })] },                                     /article inconnu/],
    ['two rules of one name',                   { rules: [rule(), rule()] },                                                 /déjà pris/],
    ['a rule without a condition',              { rules: [rule(undefined, { where: undefined })] },                          /rules.0.where/],
    ['a field it does not know',                { rules: [rule(HERE, { fields: ['name'] })] },                               /fields/],
    ['a separation that a role lifts',          { separations: [separation(HERE)] },                                         /ni grant/],
    ['a role granted by a role that is not ours', { roles: { reader: { fr: 'Lecteur', en: 'Reader', grantedBy: ['king'] } } }, /pas un rôle de Habilis/],
    ['a role implied and granted',              { roles: { reader: { fr: 'Lecteur', en: 'Reader', grantedBy: ['reader'], implied: 'account' } } }, /ne s’accorde pas/],
    ['roles implied by a portal',               { portal: 'clinic', roles: { reader: { fr: 'Lecteur', en: 'Reader', implied: 'account' } } }, /seul Habilis/],
  ])('is refused when it has %s', (_what, patch, said) => {
    const flaws = against(policy(patch));
    expect(flaws.length).toBeGreaterThan(0);
    expect(flaws.join('\n')).toMatch(said);
  });

  it('of a portal cannot define again what another file defines', () => {
    const documents = new Map(['one', 'two'].map((name) => [name, PolicyDocument.parse(policy())]));
    expect(compilePolicy(documents)).toMatchObject({
      flaws: [
        { file: 'two', path: ['types', 'File'] },
        { file: 'two', path: ['roles', 'reader'] },
      ],
    });
  });

  it('of a portal has types and roles of its own under the same names, and cannot rule over ours', () => {
    const own = PolicyDocument.parse(policy());
    const portal = PolicyDocument.parse({ ...policy(), portal: 'clinic' });
    const compiled = compilePolicy(new Map([['one', own], ['two', portal]])); // prettier-ignore
    if ('flaws' in compiled) throw new Error(JSON.stringify(compiled.flaws));
    const world = worldOf('File', { organisation: 'o', 'grant.organisations': ['o'] });
    const theirs = worldOf('clinic:File', { organisation: 'o', 'grant.organisations': ['o'] });
    const verdicts = ['reader', 'clinic:reader'].map((role) =>
      [world, theirs].map((each) => compiled.policy.roles.get(role)!.ability.can('read', each)),
    );
    expect(verdicts).toEqual([[true, false], [false, true]]); // prettier-ignore
  });
});

/** All that is known, told one by one. */
class Told extends Map<string, unknown> implements World {
  constructor(
    readonly type: string,
    known: object,
  ) {
    super(Object.entries(known));
  }
}
const worldOf = (type: string, known: object) => new Told(type, known);

/** What the documentation says, word by word: a condition is true, false or unknown (null). */
function naive(condition: Condition, world: World): boolean | null {
  if ('all' in condition) return lowest(condition.all.map((each) => naive(each, world)));
  if ('any' in condition) return not(lowest(condition.any.map((each) => not(naive(each, world)))));
  if ('none' in condition) return lowest(condition.none.map((each) => not(naive(each, world))));
  const value = world.get(condition.field) as never;
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  const operand = ('variable' in condition.operand ? world.get(condition.operand.variable) : condition.operand.literal) as never;
  if (value === undefined || operand === undefined) return null;
  const has = (list: unknown[], item: unknown) => list.some((each) => each === item);
  // prettier-ignore
  switch (condition.operator) {
    case 'eq': return value === operand;
    case 'ne': return value !== operand;
    case 'in': return has(operand, value);
    case 'notIn': return !has(operand, value);
    case 'lt': return value < operand;
    case 'lte': return value <= operand;
    case 'gt': return value > operand;
    case 'gte': return value >= operand;
    case 'contains': return has(value, operand);
    case 'lacks': return !has(value, operand);
    case 'meets': return (value as unknown[]).some((each) => has(operand, each));
    case 'apart': return !(value as unknown[]).some((each) => has(operand, each));
  }
}
const lowest = (all: (boolean | null)[]) => (all.includes(false) ? false : all.includes(null) ? null : true);
const not = (known: boolean | null) => (known === null ? null : !known);

const text = fc.constantFrom('a', 'b', 'c');
const texts = fc.array(text, { maxLength: 2 });
const number = fc.integer({ min: 0, max: 3 });
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined, freq: 3 });

const VALUE = { text, texts, number } as const;
type Base = keyof typeof VALUE;
const FIELDS: Record<Base, string> = { text: 'who', texts: 'team', number: 'level' };
const NAMED: Record<Base, string> = { text: 'me.id', texts: 'me.organisations', number: 'now' };

const operandFor = (base: Base) =>
  fc.oneof(
    VALUE[base].map((literal) => ({ literal })),
    fc.constant({ variable: NAMED[base] }),
  );
const tests = (Object.keys(OPERATORS) as Operator[]).flatMap((operator) =>
  (['text', 'texts', 'number'] as const)
    .filter(
      (base) => (OPERATORS[operator].on as readonly string[]).includes(base) && !(base === 'number' && OPERATORS[operator].with === 'list'),
    )
    .map((base) => {
      const shape = OPERATORS[operator].with;
      const wanted = shape === 'same' ? base : shape === 'item' ? 'text' : 'texts';
      return operandFor(wanted).map((operand): Condition => ({ field: FIELDS[base], operator, operand }));
    }),
);
const existence = fc.record({ field: fc.constantFrom(...Object.values(FIELDS)), exists: fc.boolean() });
const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const some = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
  return {
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(...tests, existence),
      some.map((all) => ({ all })),
      some.map((any) => ({ any })),
      some.map((none) => ({ none })),
    ),
  };
});
const worlds = fc
  .record({
    who: maybe(text),
    team: maybe(texts),
    level: maybe(number),
    'me.id': maybe(text),
    'me.organisations': maybe(texts),
    now: maybe(number),
  })
  .map((known) => worldOf('File', known));

describe('the compiled rules', () => {
  const ability = (permissions: Condition[], denials: Condition[]) =>
    abilityOf([
      ...permissions.map((each) => ({ action: 'read', subject: 'File', conditions: certainly(each) })),
      ...denials.map((each) => ({ action: 'read', subject: 'File', conditions: possibly(each), inverted: true })),
    ]);

  it('say what a naive reading says, and deny what is unknown', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 3 }), fc.array(condition, { maxLength: 2 }), worlds, (permissions, denials, world) => {
        const expected = permissions.some((each) => naive(each, world) === true) && denials.every((each) => naive(each, world) === false);
        expect(ability(permissions, denials).can('read', world)).toBe(expected);
      }),
      { numRuns: 4000 },
    );
  });

  it('allow no more once a separation is added or a fact withheld', () => {
    fc.assert(
      fc.property(
        condition,
        condition,
        worlds,
        fc.constantFrom('who', 'team', 'level', 'me.id', 'me.organisations', 'now'),
        (one, other, world, hidden) => {
          if (ability([one], [other]).can('read', world)) expect(ability([one], []).can('read', world)).toBe(true);
          const withheld = worldOf('File', { ...Object.fromEntries(world), [hidden]: undefined });
          const looksForAbsence = JSON.stringify([one, other]).includes('"exists"');
          if (!looksForAbsence && ability([one], [other]).can('read', withheld))
            expect(ability([one], [other]).can('read', world)).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
