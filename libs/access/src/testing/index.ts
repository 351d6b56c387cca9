export { aHolding, MemoryHoldings, type HoldingSeed } from './holdings.ts';
