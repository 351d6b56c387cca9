import { PolicyDocument } from '../policy/language/policy-document.ts';
import { compilePolicy } from '../policy/language/compile-policy.ts';
import { explain } from './explain.ts';
import { askerAt } from '../holding.ts';
import { judge, placesFor } from './judge.ts';
import type { Policy } from '../policy/language/policy.ts';
import { aHolding, type HoldingSeed } from '../testing/holdings.ts';

const T = new Date('2026-03-02T08:00:00Z');
const because = { source: 'CPAM13.4.1', fr: 'Parce que', en: 'Because' };

/** A policy of one type whose reader may read under `where`, and nobody under `never`. */
function policyOf(where: object, never?: object): Policy {
  const document = PolicyDocument.parse({
    fr: 'Essai',
    en: 'Trial',
    types: {
      File: {
        fr: 'Dossier',
        en: 'File',
        actions: ['read', 'write'],
        attributes: {
          organisation: { is: 'organisation' }, team: { is: 'texts' }, author: { is: 'text' }, level: { is: 'number' }, until: { is: 'instant' }, shut: { is: 'boolean' },
        },
      },
    },
    roles: { reader: { fr: 'Lecteur', en: 'Reader' } },
    rules: [{ ...because, id: 'reads', roles: ['reader'], may: ['read'], on: 'File', where: { organisation: { in: { var: 'grant.organisations' } }, ...where } }],
    separations: never ? [{ ...because, id: 'never', never: ['read'], on: 'File', where: never }] : [],
  }); // prettier-ignore
  const compiled = compilePolicy(new Map([['trial', document]]));
  if ('flaws' in compiled) throw new Error(JSON.stringify(compiled.flaws));
  return compiled.policy;
}

const reader = (seed: HoldingSeed = {}) => aHolding({ roles: ['reader'], ...seed });
const judged = (policy: Policy, attributes: object, action = 'read') =>
  judge(policy, askerAt(reader(), policy.implied, T), null, {
    action,
    target: { type: 'File', id: 'f1', organisation: 'org-cpts', ...attributes },
  });
const can = (policy: Policy, attributes: object = {}) => judged(policy, attributes).allowed;

describe('what is known of the person', () => {
  const substantial = policyOf({ 'me.assurance': { gte: 2 } });
  const asked = (context?: Record<string, unknown>) =>
    judge(substantial, askerAt(reader(), substantial.implied, T), null, {
      ...{ action: 'read', target: { type: 'File', id: 'f1', organisation: 'org-cpts' } },
      ...(context && { context }),
    });

  it.each([
    ['eidas2', true],
    ['eidas3', true],
    ['urn:habilis:acr:two-factor', true],
    ['eidas1', false],
    ['urn:habilis:acr:password', false],
    ['eidas4', false],
    ['', false],
    [3, false],
    [['eidas3'], false],
    [null, false],
  ])('holds the level of the session, as the portal sends it: %j', (acr, allowed) => {
    const judgement = asked({ acr });
    expect(judgement.allowed ? true : judgement.because).toBe(allowed || 'assurance');
  });

  it('holds what they practise, as the directory told it', () => {
    const doctors = policyOf({ 'me.professions': { contains: '10' } });
    const allowed = (professions?: string[]) =>
      judge(doctors, askerAt({ ...reader(), ...(professions && { professions }) }, doctors.implied, T), null, {
        ...{ action: 'read', target: { type: 'File', id: 'f1', organisation: 'org-cpts' } },
      }).allowed;
    expect([allowed(['60', '10']), allowed(['60']), allowed([]), allowed()]).toEqual([true, false, false, false]);
  });

  it('holds no level that is not sent, or inherited', () => {
    expect([asked(), asked({}), asked(Object.create({ acr: 'eidas3' }))].map(({ allowed }) => allowed)).toEqual([false, false, false]);
  });
});

describe('where engines of rules open by mistake, this one stays shut:', () => {
  it('a condition with "any" is understood, in a permission and in a separation', () => {
    const any = { any: [{ level: { eq: 1 } }, { author: { eq: 'acc-paul' } }] };
    expect([can(policyOf(any), { level: 1 }), can(policyOf(any), { level: 2, author: 'acc-paul' }), can(policyOf(any), { level: 2, author: 'x' })]).toEqual([true, true, false]);
    const never = policyOf({}, any);
    expect([can(never, { level: 1, author: 'x' }), can(never, { level: 2, author: 'acc-paul' }), can(never, { level: 2, author: 'x' })]).toEqual([false, false, true]);
  });

  it('a thing without organisation is not a thing of mine', () => {
    for (const organisation of [undefined, null, '', [], ['org-cpts'], {}]) expect(can(policyOf({}), { organisation })).toBe(false);
  });

  it('nothing is less than something', () => {
    const low = policyOf({ level: { lt: 2 } });
    for (const level of [null, undefined, '1', NaN, [], true, new Date(0)]) expect(can(low, { level })).toBe(false);
    expect(can(low, { level: 1 })).toBe(true);
  });

  it('what is not said is not different from something', () => {
    const other = policyOf({ author: { ne: { var: 'me.id' } } });
    expect([can(other, {}), can(other, { author: null }), can(other, { author: 'acc-marie' }), can(other, { author: 'acc-paul' })]).toEqual([false, false, false, true]);
    expect(can(policyOf({ team: { lacks: 'x' } }), {})).toBe(false);
    expect(can(policyOf({ none: [{ shut: { eq: true } }] }), {})).toBe(false);
  });

  it('a separation that cannot be judged denies', () => {
    const notMine = policyOf({}, { author: { eq: { var: 'me.id' } } });
    expect([can(notMine, {}), can(notMine, { author: 'acc-marie' }), can(notMine, { author: 'acc-paul' })]).toEqual([false, false, true]);
    const atPortal = policyOf({}, { author: { eq: { var: 'me.subject' } } }); // in the console there is no such variable
    expect(can(atPortal, { author: 'acc-paul' })).toBe(false);
  });

  it('a variable that is missing drops the permission', () => {
    expect(can(policyOf({ author: { eq: { var: 'me.subject' } } }), { author: undefined })).toBe(false);
  });

  it('an attribute of the wrong kind is neither there nor absent', () => {
    const lasting = policyOf({ any: [{ until: { exists: false } }, { until: { gt: { var: 'now' } } }] });
    expect([can(lasting, {}), can(lasting, { until: '2026-03-02T08:00:01Z' }), can(lasting, { until: new Date(T.getTime() + 1) })]).toEqual([true, true, true]);
    for (const until of ['tomorrow', '2099-01-01', '2099-01-01T00:00:00', 4e12, {}, [], new Date(NaN)]) expect(can(lasting, { until })).toBe(false);
  });

  it('an attribute of the wrong kind does not pass for one that was given', () => {
    const dated = policyOf({ until: { exists: true } });
    expect([can(dated, { until: '2099-01-01T00:00:00Z' }), can(dated, { until: 'tomorrow' }), can(dated, {})]).toEqual([true, false, false]);
    const undated = policyOf({}, { until: { exists: true } });
    expect([can(undated, {}), can(undated, { until: 'tomorrow' })]).toEqual([true, false]);
  });

  it('a list is compared as a list, a text as a text', () => {
    const team = policyOf({ team: { contains: { var: 'me.id' } } });
    expect([['acc-marie'], ['x', 'acc-marie'], 'acc-marie', ['acc-marie', 1], [['acc-marie']]].map((each) => can(team, { team: each }))).toEqual([true, true, false, false, false]);
  });

  it('attributes that are inherited, or named like the inside of objects, do not exist', () => {
    expect(can(policyOf({}), Object.create({ organisation: 'org-cpts' }) as object)).toBe(true); // its own organisation is the one of `judged`
    const target = Object.assign(Object.create({ organisation: 'org-cpts' }) as object, { type: 'File', id: 'f1' });
    const policy = policyOf({});
    expect(judge(policy, askerAt(reader(), policy.implied, T), null, { action: 'read', target }).allowed).toBe(false);
    for (const type of ['constructor', '__proto__', 'toString', 'all', '*', '']) expect(judged(policy, { type })).toEqual({ allowed: false, because: 'unknown-type' });
    for (const action of ['constructor', '__proto__', 'manage', '*', '']) expect(judged(policy, {}, action)).toEqual({ allowed: false, because: 'unknown-type' });
  });

  it('having a rule about a type is not having it about a thing', () => {
    const never = policyOf({ level: { eq: 1 } });
    expect([judged(never, { level: 2 }), judged(never, {}, 'write')]).toEqual([
      { allowed: false, because: 'no-need-to-know' },
      { allowed: false, because: 'no-role' },
    ]);
    expect(placesFor(never, askerAt(aHolding(), never.implied, T), 'read', 'File')).toEqual([]);
  });

  it('a role that the policy no longer has gives nothing', () => {
    const policy = policyOf({});
    const asker = askerAt(aHolding({ roles: ['writer', 'constructor'] }), policy.implied, T);
    expect(judge(policy, asker, null, { action: 'read', target: { type: 'File', id: 'f1', organisation: 'org-cpts' } })).toEqual({ allowed: false, because: 'no-role' });
  });
}); // prettier-ignore

describe('an explanation', () => {
  const policy = policyOf({ level: { lte: 3 } }, { author: { eq: { var: 'me.id' } } });
  const question = (attributes: object) => ({
    action: 'read',
    target: { type: 'File', id: 'f1', organisation: 'org-msp', author: 'acc-paul', ...attributes },
  });

  it('names the rule and the grant that allow', () => {
    expect(explain(policy, reader(), question({ level: 1 }), T)).toMatchObject({
      allowed: true,
      judgement: {
        rule: { id: 'trial/reads', source: 'CPAM13.4.1', fr: 'Parce que' },
        role: { role: 'reader', grant: 'grant-1', organisation: 'org-cpts' },
      },
      grants: [{ id: 'grant-1', state: 'counts' }],
    });
  });

  it('names the separation that denies, or what is missing', () => {
    expect(explain(policy, reader(), question({ level: 1, author: 'acc-marie' }), T).judgement).toMatchObject({
      because: 'separation',
      rule: { id: 'trial/never' },
    });
    expect(explain(policy, reader(), question({ level: 4 }), T).judgement).toEqual({ allowed: false, because: 'no-need-to-know' });
  });

  it('tells the grants that are worth nothing, and why', () => {
    const grants = [
      { role: 'reader', from: new Date(T.getTime() + 1) },
      { role: 'reader', until: T },
      { role: 'reader', organisation: 'org-other' },
      { role: 'reader' },
    ];
    expect(explain(policy, aHolding({ grants }), question({}), T).grants.map((each) => each.state)).toEqual([
      'coming',
      'over',
      'holder-limited',
      'counts',
    ]);
  });

  it('at a portal’s door, tells what keeps the person out although a rule allows', () => {
    const door = { portal: 'clinic', organisation: 'org-other', subject: 'sub-1' };
    expect(explain(policy, reader(), question({ level: 1 }), T, door)).toMatchObject({
      allowed: false,
      limits: [{ kind: 'no-membership', organisation: 'org-other' }],
    });
  });
});
