import { lintPolicy } from '../lint-policy.ts';

/** A policy of one file, after some changes; the lines of YAML are what a person would write. */
const trial = (...parts: string[]) => `
portal: trial
fr: Essai
en: Trial
purposes: { care: { fr: Soin, en: Care } }
types:
  File:
    fr: Dossier
    en: File
    actions: [read, write]
    fields: [summary, notes]
    attributes: { place: { is: organisation }, level: { is: number }, author: { is: text } }
roles:
  reader: { fr: Lecteur, en: Reader, grantedBy: [boss] }
  writer: { fr: Rédacteur, en: Writer, grantedBy: [boss] }
  lost: { fr: Sans personne, en: Nobody }
people:
  reader: { fr: Un lecteur, organisations: [o], roles: [{ role: reader, in: o }] }
  proved: { fr: Un lecteur bien connu, organisations: [o], roles: [{ role: reader, in: o }], assurance: 2 }
  both: { fr: Les deux, organisations: [o], roles: [{ role: reader, in: o }, { role: writer, in: p, under: [o] }, { role: writer, in: o }] }
  apart: { fr: Les deux ailleurs, organisations: [o], roles: [{ role: reader, in: o }, { role: writer, in: p }] }
  worker: { fr: Un médecin, organisations: [o], roles: [{ role: reader, in: o }], facts: { me.professions: ['10'], now.hour: 9 } }
things:
  file: { on: File, is: { place: o, author: someone } }
${parts.join('\n')}
`;

const OURS = `
fr: Nous
en: Ours
roles:
  boss: { fr: Chef, en: Boss, grantedBy: [boss] }
  everyone: { fr: Membre, en: Member, implied: membership }
`;

const rule = (id: string, more = '', where = 'place: { eq: { var: grant.organisation } }', roles = 'reader') => `
  - id: ${id}
    roles: [${roles}]
    may: [read]
    on: File
    where: { ${where} }
    source: CPAM13.4.1
    fr: Parce que
    en: Because
${more}`;
const ask = (who: string, expected: string, more = '') => `
  - { fr: Une question, who: ${who}, does: read, thing: file, ${more} expect: { ${expected} } }`;

const lint = (...parts: string[]) => lintPolicy(new Map([['ours', OURS], ['trial', trial(...parts)]])); // prettier-ignore
const wrongIn = (...parts: string[]) => {
  const { problems, cases } = lint(...parts);
  return [...problems.map(({ line, path, wrong }) => `${line} ${path} ${wrong}`), ...cases.flatMap(({ wrong }) => wrong ?? [])];
};

describe('a case', () => {
  const rules = `rules:${rule('reads')}`;
  it('that answers as it should says nothing', () => {
    expect(wrongIn(rules, `cases:${ask('reader', 'allowed: reads')}`)).toEqual([]);
  });

  it.each([
    ['the wrong answer', ask('reader', 'refused: no-role'), 'attendu : refusé, no-role ; trouvé : permis par reads'],
    ['the wrong rule', ask('reader', 'allowed: other'), 'attendu : permis par other ; trouvé : permis par reads'],
    ['nobody', ask('stranger', 'allowed: reads'), 'personne inconnue « stranger »'],
    ['an attribute that there is not', ask('reader', 'allowed: reads', 'with: { colour: red },'), 'inconnu, ou pas de la bonne sorte : colour'],
    ['a level that is a text', ask('reader', 'allowed: reads', "with: { level: 'high' },"), 'inconnu, ou pas de la bonne sorte : level'],
  ])('with %s is told, and nothing is published', (_what, asked, said) => {
    const { cases, sound } = lint(rules, `cases:${asked}`);
    expect([cases.map(({ wrong }) => wrong), sound]).toEqual([[said], false]);
  }); // prettier-ignore
});

describe('a rule', () => {
  const answers = (rules: string, ...asked: string[]) => wrongIn(`rules:${rules}`, `cases:${asked.join('')}`);

  it('for some fields opens those, and the whole only to who may open each', () => {
    const some = rule('some', '    fields: [summary]');
    const field = (name: string) => `field: ${name},`;
    expect(
      answers(
        some,
        ask('reader', 'allowed: some', field('summary')),
        ask('reader', 'refused: no-need-to-know', field('notes')),
        ask('reader', 'refused: no-need-to-know'),
        ask('reader', 'refused: unknown-type', field('colour')),
      ),
    ).toEqual([]);
    expect(answers(some + rule('rest', '    fields: [notes]'), ask('reader', 'allowed: rest'))).toEqual([]);
  });

  it('that asks for a proof of identity says so to who has a weaker one', () => {
    const proved = rule('proved', '    assurance: 2');
    expect(answers(proved, ask('proved', 'allowed: proved'), ask('reader', 'refused: assurance'))).toEqual([]);
  });

  it('for a purpose is only for who declares it', () => {
    const care = rule('care', '    purposes: [care]');
    expect(answers(care, ask('reader', 'allowed: care', 'context: { purpose: care },'), ask('reader', 'refused: no-need-to-know'))).toEqual([]);
  }); // prettier-ignore

  it('may look at the person and at the hour, and what is not known allows nothing', () => {
    const doctors = rule('doctors', '', "place: { eq: { var: grant.organisation } }, me.professions: { contains: '10' }, now.hour: { lt: 19 }"); // prettier-ignore
    expect(answers(doctors, ask('worker', 'allowed: doctors'), ask('reader', 'refused: no-need-to-know'))).toEqual([]);
  });

  it.each([
    ['an unknown field', rule('r', '    fields: [colour]'), /rules\[0\]\.fields « colour » n’est pas un champ/],
    ['an unknown purpose', rule('r', '    purposes: [fun]'), /rules\[0\]\.purposes finalité inconnue « fun »/],
    ['a level that there is not', rule('r', '    assurance: 4'), /rules\[0\]\.assurance/],
    ['what nobody tells', rule('r', '', 'place: { eq: { var: grant.organisation } }, me.capacity: { eq: representative }'), /n’est renseigné par personne/],
    ['what nobody tells, on the other side', rule('r', '', 'place: { in: { var: me.structures } }'), /n’est renseigné par personne/],
    ['only the word of who asks', rule('r', '', 'context.purpose: { eq: { var: me.id } }'), /donnerait tout/],
    ['only the person', rule('r', '', "me.id: { eq: { var: me.subject } }"), /donnerait tout/],
    ['only a purpose', rule('r', '    purposes: [care]', 'place: { eq: o }'), /donnerait tout/],
  ])('bound by %s is refused, with its line', (_what, written, said) => {
    const [wrong] = wrongIn(`rules:${written}`);
    expect(wrong).toMatch(said);
    expect(Number.parseInt(wrong!)).toBeGreaterThan(25);
  }); // prettier-ignore

  it('may rest on an engagement alone', () => {
    expect(wrongIn(`rules:${rule('r', '', 'engagement.purposes: { contains: care }')}`)).toEqual([]);
  });
});

describe('roles held apart', () => {
  const apart = `
apart:
  - id: never-both
    roles: [reader, writer]
    source: CPAM13.4.1
    fr: Jamais les deux
    en: Never both`;
  const rules = `rules:${rule('reads')}${rule('writes', '', undefined, 'writer')}`;

  it('are worth nothing together in one place, and something in two', () => {
    const cases = `cases:${ask('both', 'refused: never-both')}${ask('apart', 'allowed: reads')}`;
    expect(wrongIn(rules, apart, cases)).toEqual([]);
  });

  it('by duty lose that duty only', () => {
    const duties = apart.replace('roles: [reader, writer]', 'duties: [{ may: [read], on: File }, { may: [write], on: File }]');
    const writes = rule('writes', '', undefined, 'writer').replace('may: [read]', 'may: [write]');
    const cases = `cases:${ask('both', 'refused: never-both')}${ask('apart', 'allowed: reads')}`;
    expect(wrongIn(`rules:${rule('reads')}${writes}`, duties, cases)).toEqual([]);
    expect(wrongIn(`rules:${rule('reads')}${writes.replace('[writer]', '[reader]')}`, duties)).toEqual([expect.stringMatching(/« trial:reader » donne les deux/)]); // prettier-ignore
  });
});

it('has words for its own actions and fields, and for nothing else', () => {
  const flaws = (says: string) => lint(`rules:${rule('reads')}`, `says: ${says}`).problems;
  expect(flaws('{ read: { fr: lire, en: read } }')).toEqual([]);
  expect(flaws('{ eat: { fr: manger, en: eat } }')).toMatchObject([{ wrong: expect.stringContaining('« eat »') }]);
});

describe('an organisation', () => {
  const NARROW = `
organisation: org-o
fr: Chez nous
en: At ours
`;
  const texts = (more: string) =>
    new Map([
      ['ours', OURS],
      ['trial', trial(`rules:${rule('reads')}`).replaceAll(/\bo\b/g, 'org-o')],
      ['here', NARROW + more],
    ]);
  const cases = (expected: string) => `
people:
  here: { fr: Ici, organisations: [org-o], roles: [{ role: 'trial:reader', in: org-below, under: [org-o] }] }
  elsewhere: { fr: Ailleurs, organisations: [org-p], roles: [{ role: 'trial:reader', in: org-p }] }
things:
  ours: { on: 'trial:File', is: { place: org-below, author: me } }
  theirs: { on: 'trial:File', is: { place: org-p, author: me } }
cases:
  - { fr: Chez nous, who: here, does: read, thing: ours, expect: { ${expected} } }
  - { fr: Ailleurs, who: elsewhere, does: read, thing: theirs, expect: { allowed: reads } }`;
  const wrong = (more: string) => {
    const found = lintPolicy(texts(more));
    return [...found.problems.map((each) => each.wrong), ...found.cases.flatMap((each) => each.wrong ?? [])];
  };

  it('narrows what is granted in it and below it, and nothing elsewhere', () => {
    const separation = `
separations:
  - id: not-ones-own
    never: [read]
    on: 'trial:File'
    where: { author: { eq: { var: me.subject } } }
    source: CPAM13.4.1
    fr: Pas le sien
    en: Not one's own`;
    expect(wrong(cases('allowed: reads'))).toEqual([]);
    expect(wrong(separation + cases('refused: not-ones-own'))).toEqual([]);
    expect(wrong(`\nnarrows: { 'trial:reader': { assurance: 2 } }${cases('refused: assurance')}`)).toEqual([]);
  });

  it.each([
    ['adds a role', 'roles: { king: { fr: Roi, en: King } }', /n’ajoute ni types, ni rôles/],
    ['narrows a role that is not there', 'narrows: { king: { maxDays: 1 } }', /rôle inconnu « king »/],
    ['lets someone grant who may not', "narrows: { 'trial:reader': { grantedBy: [everyone] } }", /ne peut déjà pas l’accorder/],
  ])('that %s is refused', (_what, more, said) => expect(wrong(more).join()).toMatch(said));
});
