import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { day, moment, today } from './when.ts';
import { loadWords, preferredLanguage, t } from './words.ts';

const here = import.meta.dirname;
const french = JSON.parse(readFileSync(path.join(here, '../../../config/fr/console.json'), 'utf8')) as Record<string, unknown>;
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.spec.'))
  .map((file) => readFileSync(path.join(here, file), 'utf8'))
  .join('\n');

function leaves(node: unknown, at = ''): string[] {
  if (typeof node === 'string') return [at.replace(/_(zero|one|many|other)$/, '')];
  return Object.entries(node as object).flatMap(([key, inner]) => leaves(inner, at ? `${at}.${key}` : key));
}
const known = new Set(leaves(french));

beforeAll(() => loadWords('fr'));

describe('the sentences of the console', () => {
  it('are there for every one that is asked for', () => {
    const asked = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key!);
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });

  it('are all asked for', () => {
    const whole = new Set([...sources.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, key]) => key!));
    const beginnings = [...sources.matchAll(/`([a-z-]+\.[a-z-]*)\$\{/g)].map(([, key]) => key!);
    const simple = [...sources.matchAll(/\bt\('([a-z-]+)'[,)]/g)].map(([, key]) => key!);
    const families = [...sources.matchAll(/(?:wordFor|t)\('([a-z-]+)',/g)].map(([, family]) => `${family}.`);
    const asked = (key: string) =>
      whole.has(key) || simple.includes(key) || [...beginnings, ...families].some((each) => key.startsWith(each));
    expect([...known].filter((key) => !asked(key))).toEqual([]);
  });

  it('count in French: nobody, one, many, with thousands parted', () => {
    expect([0, 1, 2, 1_000_000].map((count) => t('consequence.sessions', { count }))).toEqual([
      'Aucune session ouverte à fermer.',
      '1 session ouverte prend fin.',
      '2 sessions ouvertes prennent fin.',
      '1\u202f000\u202f000 sessions ouvertes prennent fin.',
    ]);
  });

  it.each([
    [['fr-FR', 'en'], 'fr'],
    [['de', 'en-GB', 'fr'], 'en'],
    [['de'], 'fr'],
    [[], 'fr'],
  ] as const)('are in the first language of %j that we speak', (tags, language) => expect(preferredLanguage(tags)).toBe(language));
});

describe('instants', () => {
  it.each([
    ['2026-03-28T23:00:00Z', '29 mars 2026'],
    ['2026-03-31T22:00:00Z', '1er avril 2026'],
    ['2026-11-22T08:30:00Z', '22 novembre 2026 à 09:30'],
  ])('%s is shown in Paris time', (at, expected) => expect(moment(at)).toBe(expected));

  it('have their first of the month', () => expect(day('2026-05-01T10:00:00Z')).toBe('1er mai 2026'));

  it('know which day it is in Paris', () => expect(today(new Date('2026-12-31T23:30:00Z'))).toBe('2027-01-01'));
});
