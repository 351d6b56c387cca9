import { newId, type Clock } from '@habilis/kernel';
import { factorChanged } from './factor-facts.ts';
import { type Factor } from './factor.ts';
import type { Factors, RecoveryCodes } from './factors.ts';
import { CODES, digestOf, newCodes } from './recovery-code.ts';
import { levelToTouch, mustBeFresh, type Proven } from '../sign-in/step-up.ts';

/**
 * Makes a sheet of recovery codes, in place of any before it: the one time they can be read.
 *
 * @fr codes de secours
 */
export class MakeRecoveryCodes {
  constructor(
    private readonly factors: Factors,
    private readonly codes: RecoveryCodes,
    private readonly pepper: string,
    private readonly clock: Clock,
  ) {}

  /**
   * @param name how the sheet is called in the person's list
   * @throws Refusal `step-up.needed` (unauthenticated)
   */
  async run(proven: Proven, name: string): Promise<readonly string[]> {
    const { account } = proven;
    const all = await this.factors.of(account);
    mustBeFresh(proven, this.clock.now(), levelToTouch(all));
    const codes = newCodes();
    const at = this.clock.now();
    const sheet: Factor = { id: newId('fac'), account, kind: 'recovery', name, createdAt: at, lastUsedAt: null, held: null, left: CODES };
    const digests = codes.map((code) => digestOf(code, account, this.pepper));
    await this.codes.replace({ next: sheet, fact: factorChanged('recovery-codes.made', sheet, at) }, digests);
    return codes;
  }
}
