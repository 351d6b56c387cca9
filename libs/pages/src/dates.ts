import type { Language } from './sentences.ts';

const ZONE = 'Europe/Paris';
const TAG = { fr: 'fr-FR', en: 'en-GB' } as const;
const day = { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' } as const;
const moment = { ...day, hour: '2-digit', minute: '2-digit' } as const;

// Built once: making a formatter costs more than a hundred uses of it.
const DAYS = { fr: new Intl.DateTimeFormat(TAG.fr, day), en: new Intl.DateTimeFormat(TAG.en, day) };
const MOMENTS = { fr: new Intl.DateTimeFormat(TAG.fr, moment), en: new Intl.DateTimeFormat(TAG.en, moment) };

/** The calendar day in Paris, in words: « 29 mars 2026 ». */
export const parisDate = (at: Date, language: Language = 'fr'): string => ordinal(DAYS[language].format(at), language);

/** Day and time in Paris: « 29 mars 2026 à 14:05 ». */
export const parisDateTime = (at: Date, language: Language = 'fr'): string => ordinal(MOMENTS[language].format(at), language);

/** French says « 1er mars », which the formatter does not know. */
const ordinal = (words: string, language: Language) => (language === 'fr' ? words.replace(/^1 /, '1er ') : words);
