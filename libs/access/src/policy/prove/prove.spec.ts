import { lintPolicy } from '../lint-policy.ts';

const policy = (changes: Record<string, string>) => {
  const parts = {
    attributes: '{ place: { is: organisation }, level: { is: number }, from: { is: instant }, until: { is: instant }, stage: { is: text, of: [open, shut] } }',
    roles: '{ boss: { fr: Chef, en: Boss, grantedBy: [boss], approvedBy: [eye] }, eye: { fr: Œil, en: Eye, grantedBy: [boss], approvedBy: [boss] }, reader: { fr: Lecteur, en: Reader, grantedBy: [boss] } }',
    rules: '[]',
    separations: '[]',
    apart: '[]',
    ...changes,
  }; // prettier-ignore
  return `
fr: Essai
en: Trial
types: { File: { fr: Dossier, en: File, actions: [read, write], attributes: ${parts.attributes} } }
roles: ${parts.roles}
rules: ${parts.rules}
separations: ${parts.separations}
apart: ${parts.apart}
`;
};
const said = 'source: CPAM13.4.1, fr: Parce que, en: Because';
const rule = (id: string, where: string, more = 'roles: [reader], may: [read]') => `{ id: ${id}, ${more}, on: File, where: { place: { in: { var: grant.organisations } }, ${where} }, ${said} }`; // prettier-ignore
const never = (where: string, actions = 'read') => `{ id: never, never: [${actions}], on: File, where: { ${where} }, ${said} }`;

function found(changes: Record<string, string>): string[] {
  const { problems, findings } = lintPolicy(new Map([['trial', policy(changes)]]));
  if (problems.length > 0) throw new Error(problems.map(({ path, wrong }) => `${path} ${wrong}`).join());
  expect(findings.every(({ line, example }) => line !== null && example.fr.length > 10 && example.en.length > 10)).toBe(true);
  return findings.map(({ kind, about, blocks }) => `${blocks ? 'blocks: ' : ''}${kind} ${about}`);
}

// prettier-ignore
it.each([
  ['nothing against a plain rule',            [rule('a', 'level: { gte: 1 }')],                                               '[]',                                         []],
  ['two texts at once',                       [rule('a', 'stage: { eq: open }, any: [{ stage: { eq: shut } }]')],             '[]',                                         ['blocks: contradiction trial/a']],
  ['a number between two neighbours',         [rule('a', 'level: { gt: 1, lt: 2 }')],                                         '[]',                                         []],
  ['a number above and below',                [rule('a', 'level: { gt: 2, lt: 1 }')],                                         '[]',                                         ['blocks: contradiction trial/a']],
  ['an end before now and after now',         [rule('a', 'until: { gt: { var: now }, lte: { var: now } }')],                  '[]',                                         ['blocks: contradiction trial/a']],
  ['a beginning before now, an end after',    [rule('a', 'from: { lte: { var: now } }, until: { gt: { var: now } }')],        '[]',                                         []],
  ['what is there and is not',                [rule('a', 'stage: { exists: false, eq: open }')],                              '[]',                                         ['blocks: contradiction trial/a']],
  ['an assurance that nobody reaches',        [rule('a', 'me.assurance: { gt: 3 }')],                                         '[]',                                         ['blocks: contradiction trial/a']],
  ['a place that is in a list and not',       [rule('a', 'none: [{ place: { in: { var: grant.organisations } } }]')],         '[]',                                         ['blocks: contradiction trial/a']],
  ['a list that has and has not',             [rule('a', 'me.professions: { contains: x, lacks: x }')],                       '[]',                                         ['blocks: contradiction trial/a']],
  ['a list that has two and lacks a third',   [rule('a', 'me.professions: { meets: [x, y], lacks: x }')],                     '[]',                                         []],
  ['a rule that a separation always denies',  [rule('a', 'stage: { eq: open }')],                                             never('stage: { in: [open, shut] }'),         ['blocks: always-denied trial/a']],
  ['a rule that it denies at times',          [rule('a', 'level: { gte: 1 }')],                                               never('stage: { eq: shut }'),                 []],
  ['a rule that another covers',              [rule('a', 'level: { gte: 1 }'), rule('b', 'level: { gte: 2 }')],               '[]',                                         ['covered trial/b']],
  ['two rules that say the same',             [rule('a', 'level: { gte: 1 }'), rule('b', 'level: { gte: 1 }')],               '[]',                                         ['covered trial/b']],
  ['two rules that overlap',                  [rule('a', 'level: { gte: 1 }'), rule('b', 'level: { lte: 2 }')],               '[]',                                         []],
  ['a rule that no wider role covers',        [rule('a', 'level: { gte: 1 }', 'roles: [boss], may: [read]'), rule('b', 'level: { gte: 2 }')], '[]',                          []],
  ['a separation of what nobody may',         [rule('a', 'level: { gte: 1 }')],                                               never('stage: { eq: open }', 'write'),        ['idle-separation trial/never']],
])('%s', (_what, rules, separation, expected) => {
  expect(found({ rules: `[${rules.join(', ')}]`, separations: separation === '[]' ? '[]' : `[${separation}]` })).toEqual(expected);
});

describe('of roles', () => {
  const role = (name: string, more: string) => `${name}: { fr: Un rôle, en: A role, ${more} }`;
  const roles = (...all: string[]) => `{ ${all.join(', ')} }`;

  it('says which nobody can hold', () => {
    const lost = roles(role('a', 'grantedBy: [b]'), role('b', 'grantedBy: [a]'), role('boss', 'implied: account'));
    expect(found({ roles: lost })).toEqual(['unreachable a', 'unreachable b']);
    const rules = `[${rule('r', 'level: { gte: 1 }', 'roles: [a], may: [read]')}]`;
    expect(found({ roles: lost, rules })).toEqual(['blocks: unreachable a', 'unreachable b']);
  });

  it('says which two break a separation, and stops at one that everybody holds', () => {
    const apart = (...names: string[]) => `[{ id: both, roles: [${names.join(', ')}], ${said} }]`;
    const all = roles(role('boss', 'grantedBy: [boss], fourEyes: true'), role('a', 'grantedBy: [boss]'), role('b', 'grantedBy: [boss]'), role('all-of-us', 'implied: account')); // prettier-ignore
    expect(found({ roles: all, apart: apart('a', 'b') })).toEqual(['breaks-separation trial/both']);
    expect(found({ roles: all, apart: apart('a', 'all-of-us') })).toEqual(['blocks: breaks-separation trial/both']);
  });

  it('says who could come to hold what, through whom, until someone has to approve', () => {
    const chain = (more = '') => roles(role('low', 'grantedBy: [low], fourEyes: true'), role('middle', 'grantedBy: [low]'), role('high', `grantedBy: [middle]${more}`)); // prettier-ignore
    expect(found({ roles: chain() })).toEqual(['escalation low']);
    expect(found({ roles: chain(', approvedBy: [low]') })).toEqual([]);
    expect(found({ roles: roles(role('boss', 'grantedBy: [boss]')) })).toEqual(['escalation boss']);
  });
});
