import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { language } from './language.ts';
import { parisDate, parisDateTime } from './dates.ts';
import { loadSentences } from './sentences.ts';

/** A folder of sentences with these files, given as `fr/portal.json`. */
function folder(files: Record<string, unknown>): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'sentences-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return dir;
}

describe('sentences', () => {
  const dir = folder({
    'fr/files.json': {
      hello: 'Bonjour {{name}}',
      count_one: '{{count}} dossier',
      count_many: '{{count}} de dossiers',
      count_other: '{{count}} dossiers',
    },
    'en/files.json': { hello: 'Hello {{name}}', count_one: '{{count}} file', count_other: '{{count}} files' },
    'fr/refusals/files.json': { 'file.unknown': 'Ce dossier n’existe pas.' },
    'en/refusals/files.json': { 'file.unknown': 'There is no such file.' },
  });
  const sentences = loadSentences(dir);

  it('are found by file and key, in the language asked', () => {
    expect(sentences.for('fr')('files.hello', { name: 'Claire' })).toBe('Bonjour Claire');
    expect(sentences.for('en')('files.hello', { name: 'Claire' })).toBe('Hello Claire');
  });

  it.each([
    [0, '0 dossier'],
    [2, '2 dossiers'],
    [1_000_000, '1000000 de dossiers'],
  ])('count %i in French', (count, expected) => {
    expect(sentences.for('fr')('files.count', { count })).toBe(expected);
  });

  it('say what a refusal means, or nothing at all', () => {
    expect(sentences.refusal('fr', 'file.unknown')).toBe('Ce dossier n’existe pas.');
    expect(sentences.refusal('fr', 'file.never-heard-of')).toBeUndefined();
  });

  it('are not escaped twice', () => {
    expect(sentences.for('fr')('files.hello', { name: 'O’Neil & <fils>' })).toBe('Bonjour O’Neil & <fils>');
  });

  it('of the operator replace single sentences of the product', () => {
    const own = folder({ 'fr/files.json': { hello: 'Bienvenue {{name}}' }, 'en/files.json': { hello: 'Welcome {{name}}' } });
    expect(loadSentences(dir, own).for('fr')('files.hello', { name: 'Claire' })).toBe('Bienvenue Claire');
    expect(loadSentences(dir, own).for('fr')('files.count', { count: 2 })).toBe('2 dossiers');
  });

  it.each([
    [{ 'fr/a.json': { x: 'X' }, 'en/a.json': {} }, 'a.x: missing in English'],
    [{ 'fr/a.json': {}, 'en/a.json': { x: 'X' } }, 'a.x: missing in French'],
    [{ 'fr/a.json': { x: '{{n}}' }, 'en/a.json': { x: '{{m}}' } }, 'a.x: the names in braces differ'],
    [{ 'fr/a.json': '{ "x": ' }, 'a.json: not valid JSON'],
  ])('that differ between languages refuse to load', (files, message) => {
    expect(() => loadSentences(folder(files))).toThrow(message);
  });
});

describe('the language of an answer', () => {
  it.each([
    ['fr', {}],
    ['en', { 'accept-language': 'de, en-GB;q=0.8, fr;q=0.5' }],
    ['fr', { 'accept-language': 'en;q=0, de' }],
    ['fr', { 'accept-language': 'en', cookie: 'a=b; habilis_lang=fr' }],
  ])('is %s for %j', (expected, headers) => {
    expect(language({ headers })).toBe(expected);
  });

  it('is the one asked for, when it is known', () => {
    expect(language({ headers: { 'accept-language': 'fr' } }, 'es en')).toBe('en');
  });
});

it('dates are those of Paris, whatever the machine', () => {
  expect(parisDate(new Date('2026-03-28T23:30:00Z'))).toBe('29 mars 2026');
  expect(parisDate(new Date('2026-01-01T12:00:00Z'))).toBe('1er janvier 2026');
  expect(parisDateTime(new Date('2026-03-29T12:05:00Z'), 'fr')).toMatch(/^29 mars 2026.*14:05$/);
});

describe('every sentence the product uses', () => {
  const root = path.join(import.meta.dirname, '../../..');
  const keys = new Set(
    loadSentences(path.join(root, 'config'))
      .keys('fr')
      .map((key) => key.replace(/_(one|many|other)$/, '')),
  );

  it('is written in both languages', () => {
    const missing = sources(root).flatMap((file) => {
      const used = [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([a-z][\w.-]+)'/g)].map((match) => match[1]!);
      return used.filter((key) => !keys.has(key)).map((key) => `${path.relative(root, file)}: ${key}`);
    });
    expect(missing).toEqual([]);
  });
});

/** The sources rendered by the server; the console brings its own words. */
function sources(root: string): string[] {
  const projects = [...readdirSync(path.join(root, 'libs')).map((lib) => `libs/${lib}/src`), 'apps/iam/src'];
  return projects
    .flatMap((dir) => readdirSync(path.join(root, dir), { recursive: true }).map((file) => path.join(root, dir, String(file))))
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file));
}
