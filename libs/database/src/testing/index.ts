export { FixedClock } from './fixed-clock.ts';
