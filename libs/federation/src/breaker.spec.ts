import { FixedClock } from '@habilis/database/testing';
import { Breaker } from './breaker.ts';

describe('a breaker', () => {
  const broken = () => {
    const clock = new FixedClock();
    const breaker = new Breaker(clock);
    for (let times = 0; times < 5; times++) {
      expect(breaker.closed()).toBe(true);
      breaker.failed();
    }
    return { clock, breaker };
  };

  it('opens at the fifth failure in a row, and lets one call try after fifteen seconds', () => {
    const { clock, breaker } = broken();
    expect(breaker.closed()).toBe(false);
    clock.advance(14_999);
    expect(breaker.closed()).toBe(false);
    clock.advance(1);
    expect([breaker.closed(), breaker.closed()]).toEqual([true, false]);
  });

  it('closes with the first answer', () => {
    const { clock, breaker } = broken();
    clock.advance(15_000);
    expect(breaker.closed()).toBe(true);
    breaker.answered();
    expect([breaker.closed(), breaker.closed()]).toEqual([true, true]);
  });

  it('forgets failures that an answer came between', () => {
    const breaker = new Breaker(new FixedClock());
    for (let times = 0; times < 20; times++) {
      breaker.failed();
      if (times % 4 === 3) breaker.answered();
      expect(breaker.closed()).toBe(true);
    }
  });
});
