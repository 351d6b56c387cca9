import { spoken } from './words.ts';

const ZONE = 'Europe/Paris';

function formatted(iso: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(spoken(), { timeZone: ZONE, ...options }).format(new Date(iso));
}

/** The day in Paris: « 3 décembre 2026 ». */
export const day = (iso: string) => first(formatted(iso, { day: 'numeric', month: 'long', year: 'numeric' }));

/** The first of a month is « 1er » in French, which the platform does not know. */
const first = (text: string) => (spoken() === 'fr-FR' ? text.replace(/^1 /, '1er ') : text);

/** The instant in Paris: « 3 décembre 2026 à 09:30 ». A midnight is a day: nobody says « à 00:00 ». */
export function moment(iso: string): string {
  const hour = formatted(iso, { hour: '2-digit', minute: '2-digit' });
  return hour === '00:00'
    ? day(iso)
    : formatted(iso, { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' });
}

/** For narrow columns: « 03/12/2026 ». */
export const shortDay = (iso: string) => formatted(iso, { day: '2-digit', month: '2-digit', year: 'numeric' });

/** Today in Paris, as a date field wants it: `2026-12-03`. */
export const today = (now = new Date()) => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(now);

/** The day so many days after today in Paris, as a date field wants it. */
export function inDays(days: number, now = new Date()): string {
  const date = new Date(`${today(now)}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
