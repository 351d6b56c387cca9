import { readFileSync } from 'node:fs';
import { ACR, assuranceOf, LEVELS, reaches, reachesOneOf, WORTH, type Acr, type Proof } from './assurance.ts';

const eidas = (n: 1 | 2 | 3) => ({ acr: `eidas${n}`, amr: ['upstream-said'] });
const PASSWORD = 'urn:habilis:acr:password';
const TWO = 'urn:habilis:acr:two-factor';
const RESISTANT = 'urn:habilis:acr:phishing-resistant';

describe('what was shown is worth', () => {
  it.each<[readonly Proof[], string | undefined, readonly string[]]>([
    [['password'], PASSWORD, ['pwd']],
    [['password', 'otp'], TWO, ['pwd', 'otp', 'mfa']],
    [['otp', 'password'], TWO, ['pwd', 'otp', 'mfa']],
    [['password', 'recovery'], TWO, ['pwd', 'otp', 'mfa']],
    [['passkey'], RESISTANT, ['swk', 'user', 'mfa']],
    [['password', 'passkey'], RESISTANT, ['swk', 'user', 'mfa']],
    [['otp'], undefined, []],
    [['recovery'], undefined, []],
    [['otp', 'recovery'], undefined, []],
    [[], undefined, []],
  ])('%j: %s', (proofs, acr, amr) => {
    const told = assuranceOf({ proofs });
    expect([told?.acr, told?.amr ?? []]).toEqual([acr, amr]);
  });

  it.each<[1 | 2 | 3, Proof, string]>([
    [1, 'otp', TWO],
    [1, 'recovery', TWO],
    [1, 'passkey', RESISTANT],
    [2, 'otp', 'eidas2'],
    [2, 'passkey', RESISTANT],
    [3, 'otp', 'eidas3'],
    [3, 'passkey', RESISTANT],
  ])('on top of eidas%i, %s: %s', (n, proof, acr) => {
    const told = assuranceOf({ proofs: ['upstream', proof], before: eidas(n) });
    expect(told).toMatchObject({ acr, amr: expect.arrayContaining(['upstream-said', 'mfa']) });
  });

  it('says whether a passkey stays in its device', () => {
    expect(assuranceOf({ proofs: ['passkey'], deviceBound: true })?.amr).toEqual(['hwk', 'user', 'mfa']);
  });

  it('never claims an eIDAS level of our own', () => {
    expect(WORTH.filter(({ acr }) => acr.startsWith('eidas'))).toEqual([]);
  });

  it('keeps what the upstream said when nothing is added', () => {
    expect(assuranceOf({ proofs: ['upstream'], before: eidas(2) })).toEqual(eidas(2));
  });
});

describe('a session may be raised', () => {
  it.each<[string, Proof, string]>([
    [PASSWORD, 'otp', TWO],
    ['eidas1', 'otp', TWO],
    [TWO, 'passkey', RESISTANT],
    [RESISTANT, 'otp', RESISTANT],
    ['nobody-knows', 'otp', TWO],
  ])('from %s, by %s, to %s', (acr, proof, reached) => {
    expect(assuranceOf({ proofs: ['upstream', proof], before: { acr, amr: [] } })?.acr).toBe(reached);
  });
});

/** The whole order, as a table: rows reached, columns wanted in the order of LEVELS. */
// prettier-ignore
const SERVES: Record<Acr, readonly (0 | 1)[]> = {
  eidas1:                               [1, 1, 0, 0, 0, 0],
  'urn:habilis:acr:password':           [1, 1, 0, 0, 0, 0],
  eidas2:                               [1, 1, 1, 1, 0, 0],
  'urn:habilis:acr:two-factor':         [1, 1, 1, 1, 0, 0],
  'urn:habilis:acr:phishing-resistant': [1, 1, 1, 1, 1, 0],
  eidas3:                               [1, 1, 1, 1, 0, 1],
};

describe('a level reached', () => {
  for (const reached of ACR)
    for (const [i, wanted] of ACR.entries())
      it(`${reached} ${SERVES[reached][i] ? 'serves' : 'does not serve'} ${wanted}`, () => {
        expect(reaches(reached, wanted)).toBe(SERVES[reached][i] === 1);
      });

  it.each([undefined, '', 'eidas4', 'EIDAS3'])('%s reaches nothing', (reached) => {
    expect(ACR.filter((wanted) => reaches(reached, wanted))).toEqual([]);
  });

  it('serves a request by one of the levels it names, and any request that names none we know', () => {
    expect(reachesOneOf('eidas1', ['eidas3', 'eidas1'])).toBe(true);
    expect(reachesOneOf('eidas1', ['eidas3', 'eidas2'])).toBe(false);
    expect(reachesOneOf('eidas1', ['0', 'loa3'])).toBe(true);
    expect(reachesOneOf(undefined, [])).toBe(true);
  });
});

describe('the table that portal developers read', () => {
  const text = readFileSync(new URL('../../../../docs/portal-developers.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w:-]+)`\s*\| (\d)\s*\|/gm)].map(([, acr, rank]) => [acr, Number(rank)]);

  it('is the one of the code', () => {
    expect(rows).toEqual(LEVELS.map(({ acr, rank }) => [acr, rank]));
  });

  it('says what we tell with each level of ours', () => {
    for (const { acr, amr } of WORTH) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${acr}\``));
      for (const each of amr) expect(row).toContain(`\`${each}\``);
    }
  });
});
