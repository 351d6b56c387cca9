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

/**
 * The instant that a clock in Paris shows, whatever the zone of the browser.
 *
 * Of the hour that summer time repeats, the first; of the one it skips, as much later as was skipped.
 *
 * @param local as a field gives it: `2026-12-03T09:30`, with or without seconds
 * @returns undefined for what is no date
 */
export function inParis(local: string): string | undefined {
  const asIfUtc = new Date(`${local}Z`).getTime();
  if (Number.isNaN(asIfUtc)) return undefined;
  // The offset of the day before and of the day after: one of the two is in force at that instant.
  const offsets = [asIfUtc - DAY_MS, asIfUtc + DAY_MS].map(parisOffset);
  const found = offsets.map((offset) => asIfUtc - offset).find((t) => t + parisOffset(t) === asIfUtc);
  return new Date(found ?? asIfUtc - offsets[0]!).toISOString();
}

const DAY_MS = 86_400_000;

/** Milliseconds by which Paris is ahead of UTC at an instant. */
function parisOffset(t: number): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' }).format(t);
  return new Date(`${shown.replace(' ', 'T')}Z`).getTime() - Math.floor(t / 1000) * 1000;
}

/** The day so many days after today in Paris, as a date field wants it. */
export function inDays(days: number, now = new Date()): string {
  const date = new Date(`${today(now)}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
