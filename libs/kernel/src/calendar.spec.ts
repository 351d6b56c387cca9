import { afterFullDays, parisDay, startOfParisDay } from './calendar.ts';

const iso = (d: Date) => d.toISOString();

describe('the Paris calendar', () => {
  it.each([
    ['2026-01-15', '2026-01-14T23:00:00.000Z'],
    ['2026-07-15', '2026-07-14T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z'], // clocks go forward at 02:00 that day
    ['2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z'], // clocks go back at 03:00 that day
    ['2026-10-26', '2026-10-25T23:00:00.000Z'],
  ])('begins %s at %s', (day, start) => {
    expect(iso(startOfParisDay(day))).toBe(start);
    expect(parisDay(new Date(start))).toBe(day);
    expect(parisDay(new Date(Date.parse(start) - 1))).not.toBe(day);
  });

  it.each([
    ['2026-03-02T09:00:00+01:00', 15, '2026-03-17T23:00:00.000Z'],
    ['2026-03-20T23:30:00+01:00', 15, '2026-04-04T22:00:00.000Z'], // over the change of clocks
    ['2026-12-31T23:59:59+01:00', 0, '2026-12-31T23:00:00.000Z'],
  ])('counts from the day after %s, %d full days, to %s', (from, days, first) => {
    expect(iso(afterFullDays(new Date(from), days))).toBe(first);
  });
});
