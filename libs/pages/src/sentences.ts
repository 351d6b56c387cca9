import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance } from 'i18next';

/** French first: it is the reference every other language is compared with. */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Values = Readonly<Record<string, string | number>>;

/** Finds a sentence by its key, `<file>.<key>`, in one language; `count` chooses the plural. */
export interface Translate {
  (key: string, values?: Values): string;
  readonly language: Language;
}

/** Every sentence people read, by language. Read once, at boot. */
export interface Sentences {
  for(language: Language): Translate;
  /** The sentence of a refusal, or undefined: a code without one must be seen, not hidden behind its key. */
  refusal(language: Language, code: string, values?: Values): string | undefined;
  /** Keys of one language, plural endings included; for the rules that compare. */
  keys(language: Language): readonly string[];
}

type Flat = Record<string, string>;

/**
 * Reads the sentences of `fr/` and `en/` in each folder; a later folder replaces single sentences of an earlier one.
 *
 * `fr/provider.json` gives keys `provider.…`; `fr/refusals/access.json` gives the sentences of refusals, under their codes.
 * Values are not escaped here: React escapes what it writes, and problem documents are JSON.
 *
 * @param configDirs the product's `config/` first, then the operator's (`HABILIS_CONFIG`), which may hold only what it changes
 * @throws Error naming the keys that one language has and the other lacks, or the names in braces that differ
 */
export function loadSentences(...configDirs: readonly string[]): Sentences {
  const flat = Object.fromEntries(LANGUAGES.map((language) => [language, readLanguage(configDirs, language)])) as Record<Language, Flat>;
  const differences = compare(flat);
  if (differences.length > 0) throw new Error(`Sentences differ between languages:\n  ${differences.join('\n  ')}`);

  const i18n = createInstance();
  const resources = Object.fromEntries(LANGUAGES.map((language) => [language, { translation: flat[language] }]));
  // Initialised at once: every resource is in memory, and a page must never render before its words are there.
  void i18n.init({
    initAsync: false,
    resources,
    lng: 'fr',
    fallbackLng: 'fr',
    keySeparator: false,
    nsSeparator: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  } as Parameters<typeof i18n.init>[0]);

  const translators = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.assign((key: string, values: Values = {}) => i18n.t(key, { lng: language, ...values }), { language }),
    ]),
  ) as Record<Language, Translate>;
  return {
    for: (language) => translators[language],
    refusal: (language, code, values = {}) =>
      i18n.exists(`refusal.${code}`, { lng: language }) ? translators[language](`refusal.${code}`, values) : undefined,
    keys: (language) => Object.keys(flat[language]),
  };
}

function readLanguage(configDirs: readonly string[], language: Language): Flat {
  const flat: Flat = {};
  for (const dir of configDirs) {
    for (const file of jsonFiles(path.join(dir, language))) flatten(readJson(file), path.basename(file, '.json'), flat);
    for (const file of jsonFiles(path.join(dir, language, 'refusals'))) flatten(readJson(file), 'refusal', flat);
  }
  return flat;
}

const jsonFiles = (dir: string) =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => path.join(dir, name))
    : [];

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: not valid JSON (${(error as Error).message})`);
  }
}

function flatten(value: unknown, prefix: string, into: Flat): void {
  if (typeof value === 'string') into[prefix] = value;
  else for (const [key, inner] of Object.entries(value as object)) flatten(inner, `${prefix}.${key}`, into);
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const bare = (flat: Flat) => new Set(Object.keys(flat).map((key) => key.replace(PLURAL, '')));
const names = (sentence: string) => [...new Set([...sentence.matchAll(/\{\{\s*([\w-]+)/g)].map((match) => match[1]))].sort().join(',');

/** English has no `_many`: plural endings are left out of the comparison of keys, and of names. */
function compare({ fr, en }: Record<Language, Flat>): string[] {
  const [inFrench, inEnglish] = [bare(fr), bare(en)];
  return [
    ...[...inFrench].filter((key) => !inEnglish.has(key)).map((key) => `${key}: missing in English`),
    ...[...inEnglish].filter((key) => !inFrench.has(key)).map((key) => `${key}: missing in French`),
    ...Object.keys(fr)
      .filter((key) => !PLURAL.test(key) && en[key] !== undefined && names(fr[key]!) !== names(en[key]))
      .map((key) => `${key}: the names in braces differ`),
  ];
}
