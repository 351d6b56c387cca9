import { hasLuhnKey, nationalIdOf, otherIdsOf, rppsOf } from './national-id.ts';

const psc = { at: '/SubjectNameID', form: 'subject-name-id', trust: 'trusted', required: true, sandbox: false } as const;

describe('a national identifier', () => {
  it.each(['99700427885', '99700366240', '99700218896', '99700000005', '99700000054'])('%s has a right key', (rpps) => {
    expect(hasLuhnKey(rpps)).toBe(true);
    expect(nationalIdOf(`8${rpps}`, psc)).toBe(`8${rpps}`);
    expect(rppsOf(`8${rpps}`)).toBe(rpps);
  });

  it('is keyed without its type prefix', () => {
    expect(hasLuhnKey('899700427885')).toBe(false);
  });

  // prettier-ignore
  it.each([
    ['ADELI',                    '0759912345'],
    ['FINESS and register',      '3750000001/0012'],
    ['SIREN and register',       '4123456789/AB-1'],
    ['SIRET and register',       '512345678900011/7'],
    ['practice by RPPS',         '699700427885/1'],
  ])('may be that of someone known by %s', (_form, id) => {
    expect(nationalIdOf(id, psc)).toBe(id);
    expect(rppsOf(id)).toBeNull();
  });

  // prettier-ignore
  it.each([
    ['a wrong key',                 '899700427886'],
    ['too few digits',              '89970042788'],
    ['too many digits',             '8997004278850'],
    ['a space before',              ' 899700427885'],
    ['a space inside',              '8997 00427885'],
    ['full-width digits',           '８99700427885'],
    ['Arabic digits',               '8٩9700427885'],
    ['a letter that looks like one', '8997OO427885'],
    ['a zero-width joiner',         '899700\u200d427885'],
    ['a new line after',            '899700427885\n'],
    ['no prefix',                   '99700427885'],
    ['an unknown prefix',           '299700427885'],
    ['a path',                      '3750000001/../../admin'],
    ['two slashes',                 '3750000001/1/2'],
    ['a number instead of a text',  899700427885],
    ['a list',                      ['899700427885']],
    ['an object',                   { toString: () => '899700427885' }],
  ])('with %s is refused', (_what, id) => {
    expect(() => nationalIdOf(id, psc)).toThrow('upstream.national-id-malformed');
  });

  it.each([undefined, null, ''])('that is %p is missing, and refused where it is required', (none) => {
    expect(() => nationalIdOf(none, psc)).toThrow('upstream.national-id-missing');
    expect(nationalIdOf(none, { ...psc, required: false })).toBeNull();
  });

  it('may be a bare RPPS number where the upstream writes it so', () => {
    expect(nationalIdOf('99700427885', { ...psc, form: 'rpps' })).toBe('899700427885');
    expect(() => nationalIdOf('899700427885', { ...psc, form: 'rpps' })).toThrow('upstream.national-id-malformed');
  });

  it('of the EDIT sandbox is accepted only where the file says so, and never as another identifier', () => {
    expect(() => nationalIdOf('ANS20231122132732', psc)).toThrow('upstream.national-id-malformed');
    expect(nationalIdOf('ANS20231122132732', { ...psc, sandbox: true })).toBe('ANS20231122132732');
    expect(otherIdsOf([{ identifiant: 'ANS20231122132732' }], null)).toEqual([]);
  });
});

describe('the other identifiers', () => {
  it('are those that are well formed, each once, without the main one', () => {
    const found = [
      { identifiant: '899700427885', origine: 'RPPS', qualite: 1 },
      { identifiant: '0759912345', origine: 'ADELI', qualite: 1 },
      { identifiant: '0759912345' },
      { identifiant: '899700427886' },
      { identifiant: 12 },
      null,
      'ADELI',
    ];
    expect(otherIdsOf(found, '899700427885')).toEqual(['0759912345']);
  });

  it.each([undefined, null, '', 'a text', {}, 3])('that are %p are none', (found) => {
    expect(otherIdsOf(found, null)).toEqual([]);
  });
});
