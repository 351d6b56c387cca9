import { inForce, owed, type CharterStanding } from './index.ts';

const at = (iso: string) => new Date(iso);
const versions = [
  { version: 1, effectiveAt: at('2026-01-01T00:00:00+01:00') },
  { version: 2, effectiveAt: at('2026-03-29T00:00:00+01:00') },
];
const standing = (accepted: number): CharterStanding => ({ organisation: 'org-a', versions, accepted });

describe('a charter', () => {
  it.each([
    ['2025-12-31T22:59:59.999Z', undefined],
    ['2025-12-31T23:00:00.000Z', 1],
    ['2026-03-28T22:59:59.999Z', 1],
    ['2026-03-28T23:00:00.000Z', 2],
  ])('in force at %s is version %s', (t, expected) => {
    expect(inForce({ versions }, at(t))).toBe(expected);
  });

  it.each([
    [0, '2025-12-31T22:59:59.999Z', undefined],
    [0, '2026-01-01T08:00:00Z', 1],
    [1, '2026-03-28T22:59:59.999Z', undefined],
    [1, '2026-03-28T23:00:00.000Z', 2],
    [2, '2026-03-28T23:00:00.000Z', undefined],
    [2, '2026-01-01T08:00:00Z', undefined],
  ])('with version %s accepted, at %s, is owed as %s', (accepted, t, expected) => {
    expect(owed(standing(accepted), at(t))).toBe(expected);
  });

  it('that is not there is owed to nobody', () => {
    expect(owed({ organisation: 'org-a', versions: [], accepted: 0 }, at('2030-01-01T00:00:00Z'))).toBeUndefined();
  });
});
