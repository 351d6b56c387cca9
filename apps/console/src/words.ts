import { createInstance } from 'i18next';
import french from '../../../config/fr/console.json' with { type: 'json' };

export type Language = 'fr' | 'en';

const i18n = createInstance();

/** French is in the first load; English is fetched by those whose browser asks for it. */
export async function loadWords(language: Language): Promise<void> {
  const words = language === 'fr' ? french : (await import('../../../config/en/console.json', { with: { type: 'json' } })).default;
  await i18n.init({
    lng: language,
    fallbackLng: 'fr',
    resources: { fr: { translation: french }, [language]: { translation: words } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18n.init>[0]);
  document.documentElement.lang = language;
}

/** The first of the browser's languages that the console speaks, else French. */
export function preferredLanguage(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'fr' || tag === 'en');
  return known === 'en' ? 'en' : 'fr';
}

/** One sentence of `config/<language>/console.json`, by its key. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  return i18n.t(key, values);
}

/** The sentence of a code that the server may invent tomorrow: the code itself when we have no words for it. */
export function wordFor(family: string, code: string): string {
  return i18n.t(`${family}.${code}`, { defaultValue: code });
}

export const spoken = () => (i18n.language === 'en' ? 'en-GB' : 'fr-FR');
