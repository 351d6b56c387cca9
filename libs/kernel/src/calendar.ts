const PARIS = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The calendar day in Paris at that instant, `2026-03-29`. */
export function parisDay(at: Date): string {
  return PARIS.format(at).slice(0, 10);
}

/**
 * The instant at which that calendar day begins in Paris.
 *
 * @param day `YYYY-MM-DD`; days on which clocks change begin at the right instant too
 */
export function startOfParisDay(day: string): Date {
  const utc = new Date(`${day}T00:00:00Z`);
  const shownInParis = new Date(`${PARIS.format(utc).replace(' ', 'T')}Z`);
  return new Date(utc.getTime() - (shownInParis.getTime() - utc.getTime()));
}

/**
 * The first instant after `days` full calendar days, the day of `from` not counted.
 *
 * Legal delays run in whole days on the Paris calendar, so a summer-time change neither shortens nor
 * lengthens them.
 *
 * @param days whole days, 0 or more
 */
export function afterFullDays(from: Date, days: number): Date {
  const day = new Date(`${parisDay(from)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days + 1);
  return startOfParisDay(day.toISOString().slice(0, 10));
}
