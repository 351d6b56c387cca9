import type { Fact } from '@habilis/kernel';
import type { Factor, HeldWhy } from './factor.ts';

/** The facts of a factor name its kind and never its secret, nor the name a person gave it: that is theirs. */
const about = ({ id, account, kind }: Factor) => ({ on: account, details: { factor: id, kind } });

export const factorAdded = (factor: Factor): Fact => ({
  ...{ what: 'factor.added', by: factor.account, at: factor.createdAt, why: 'asked-by-person' },
  ...about(factor),
});

/** What a person does to a factor of theirs. */
export const factorChanged = (what: 'factor.renamed' | 'factor.removed' | 'recovery-codes.made', factor: Factor, at: Date): Fact => ({
  ...{ what, by: factor.account, at, why: 'asked-by-person' },
  ...about(factor),
});

export const factorHeld = (factor: Factor, why: HeldWhy, by: string, at: Date): Fact => ({
  ...{ what: 'factor.held', by, at, why },
  ...about(factor),
});
