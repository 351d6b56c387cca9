import { createInstance } from 'i18next';
import french from '../../../config/fr/console.json' with { type: 'json' };
import frenchFacts from '../../../config/fr/facts.json' with { type: 'json' };
import sources from '../../../config/sources.json' with { type: 'json' };

export type Language = 'fr' | 'en';

const i18n = createInstance();

let facts: Readonly<Record<string, string>> = frenchFacts;

/** French is in the first load; English is fetched by those whose browser asks for it. */
export async function loadWords(language: Language): Promise<void> {
  const words = language === 'fr' ? french : await english();
  await i18n.init({
    lng: language,
    fallbackLng: 'fr',
    resources: { fr: { translation: french }, [language]: { translation: words } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18n.init>[0]);
}

async function english() {
  const [words, said] = await Promise.all([
    import('../../../config/en/console.json', { with: { type: 'json' } }),
    import('../../../config/en/facts.json', { with: { type: 'json' } }),
  ]);
  facts = said.default;
  return words.default;
}

/** What a fact of the journal says, by its code; the code itself when the service is ahead of us. */
export const factWords = (what: string): string => facts[what] ?? what;

/** The article a rule comes from, by its title; the code itself when the service is ahead of us. */
export function sourceWords(code: string): string {
  const source = (sources as Readonly<Record<string, { readonly document: string; readonly article: string }>>)[code];
  return source ? `${source.article} (${source.document})` : code;
}

/** The first of the browser's languages that the console speaks, else French. */
export function preferredLanguage(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'fr' || tag === 'en');
  return known === 'en' ? 'en' : 'fr';
}

/** One sentence of `config/<language>/console.json`, by its key. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  return i18n.t(key, { ...values, replace: parted(values) });
}

/** What is put in a sentence, its thousands parted as the language parts them: "2 772 membres". */
const parted = (values: Record<string, string | number>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value.toLocaleString(i18n.language) : value]),
  );

/** The sentence of a code that the server may invent tomorrow: the code itself when we have no words for it. */
export function wordFor(family: string, code: string): string {
  return i18n.t(`${family}.${code}`, { defaultValue: code });
}

/** What is given in both languages, in ours; the rules of a policy and what is wrong with them are typed by people. */
export const inOurLanguage = ({ fr, en }: { readonly fr: string; readonly en: string }): string =>
  i18n.language === 'en' ? en : typeset(fr);

/** French as it is printed: nothing parts a word from the sign that follows it, nor a quotation from its marks. */
const typeset = (french: string): string => french.replace(/(?<=\S) (?=[:;?!»])/g, '\u00a0').replaceAll('« ', '«\u00a0');

export const spoken = () => (i18n.language === 'en' ? 'en-GB' : 'fr-FR');
