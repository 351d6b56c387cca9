import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FAULTS } from '@habilis/simulator';

/** Number of the last behaviour in the list that upstreams are tested against. */
const LAST = 42;

describe('the hostile behaviours', () => {
  const told = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.spec.ts') && !/^(all-of-them|bare-library)\./.test(file))
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
    .join('\n');

  it.each(FAULTS.map(({ number, id }) => [number, id] as const))('[%i] %s has its test', (number, id) => {
    expect(told).toMatch(new RegExp(`['\`\\[ ,]${id}['\`:, ]`));
    expect(told).toMatch(new RegExp(`\\[${number}\\]|\\[${number},`));
  });

  it(`are all in the list, from 1 to ${LAST}`, () => {
    expect([...new Set(FAULTS.map(({ number }) => number))].sort((a, b) => a - b)).toEqual(Array.from({ length: LAST }, (_, at) => at + 1));
  });
});
