import { Refusal, type Clock } from '@habilis/kernel';
import { factorChanged } from './factor-facts.ts';
import { factorName, type Factor } from './factor.ts';
import type { Factors } from './factors.ts';

/** Gives a factor the name its person knows it by. Nothing is opened by it, so any session will do. */
export class RenameFactor {
  constructor(
    private readonly factors: Factors,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `factor.unknown` (unknown), `factor.name` (invalid) */
  async run(account: string, { id, name }: { id: string; name: string }): Promise<void> {
    const factor = ofTheirs(await this.factors.of(account), id);
    await this.factors.rename({
      next: { ...factor, name: factorName(name) },
      fact: factorChanged('factor.renamed', factor, this.clock.now()),
    });
  }
}

/** One of a person's factors; another's is as unknown as none. @throws Refusal `factor.unknown` (unknown) */
export function ofTheirs(factors: readonly Factor[], id: string): Factor {
  const found = factors.find((each) => each.id === id);
  if (!found) throw new Refusal('factor.unknown', 'unknown');
  return found;
}
