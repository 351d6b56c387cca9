import { Refusal, type Clock } from '@habilis/kernel';
import { factorChanged } from './factor-facts.ts';
import type { Factor } from './factor.ts';
import type { Factors } from './factors.ts';
import { ofTheirs } from './rename-factor.ts';
import { isMet, leavesOne, type Requirements } from './required-factors.ts';
import { levelToTouch, mustBeFresh, type Proven } from '../sign-in/step-up.ts';

/**
 * Forgets a factor, unless it is the last that something asks for, or the last of someone who signs in with an
 * identifier of ours: the way forward is to add another first.
 *
 * @fr retirer un moyen de connexion
 */
export class RemoveFactor {
  constructor(
    private readonly factors: Factors,
    private readonly requirements: Requirements,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal `factor.unknown` (unknown), `factor.required` and `factor.last` (conflict), `factor.stale` (conflict) and
   *   `step-up.needed` (unauthenticated)
   */
  async run(proven: Proven, id: string): Promise<Factor> {
    const all = await this.factors.of(proven.account);
    const factor = ofTheirs(all, id);
    mustBeFresh(proven, this.clock.now(), levelToTouch(all));
    const others = all.filter((each) => each !== factor);
    const required = await this.requirements.of(proven.account);
    if (required && isMet(required, all) && !isMet(required, others)) throw new Refusal('factor.required', 'conflict');
    const last = leavesOne(all) && !leavesOne(others);
    if (last && (await this.requirements.keepsOne(proven.account))) throw new Refusal('factor.last', 'conflict');
    const fact = factorChanged('factor.removed', factor, this.clock.now());
    await this.factors.remove(
      { next: factor, fact },
      others.map((each) => each.id),
    );
    return factor;
  }
}
