import { inParis } from './when.ts';

// That the zone of the browser does not matter is seen in a browser of another zone: test/journeys/console-rooms.spec.ts.
describe('an instant typed as clocks show it in Paris', () => {
  it.each([
    ['2026-12-03T09:30', '2026-12-03T08:30:00.000Z'],
    ['2026-07-14T09:30:15', '2026-07-14T07:30:15.000Z'],
    ['2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'], // skipped: a clock would show 03:30
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'], // shown twice: the first
    ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
  ])('%s', (typed, instant) => expect(inParis(typed)).toBe(instant));

  it('is nothing when it is no date', () =>
    expect(['', 'hier', '2026-13-40T09:30'].map(inParis)).toEqual([undefined, undefined, undefined]));
});
