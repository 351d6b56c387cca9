import { Refusal } from '@habilis/kernel';
import type { RecoveryCodes } from './factors.ts';
import { digestOf } from './recovery-code.ts';
import type { Throttle } from '../sign-in/throttle.ts';

/**
 * Uses up one of a person's recovery codes.
 *
 * @fr code de secours
 */
export class ProveRecoveryCode {
  constructor(
    private readonly codes: RecoveryCodes,
    private readonly pepper: string,
    private readonly throttle: Pick<Throttle, 'code'>,
  ) {}

  /** Counted before it is checked. @returns how many are left @throws Refusal `recovery-code.wrong` (invalid), `sign-in.slow` (busy) */
  async run(account: string, code: string): Promise<number> {
    const counted = await this.throttle.code(account);
    const left = await this.codes.spend(account, digestOf(code, account, this.pepper));
    if (left === undefined) throw new Refusal('recovery-code.wrong', 'invalid');
    await counted.forgive();
    return left;
  }
}
