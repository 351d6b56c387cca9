import { Refusal, type Clock } from '@habilis/kernel';
import type { TotpSeeds } from './factors.ts';
import type { Throttle } from '../sign-in/throttle.ts';
import { stepOf } from './totp.ts';

/**
 * Tells whether a code is one of a person's applications, now, for the first time.
 *
 * A code seen over a shoulder or sent twice is refused like a wrong one.
 *
 * @fr code à usage unique
 */
export class ProveOtp {
  constructor(
    private readonly seeds: TotpSeeds,
    private readonly clock: Clock,
    private readonly throttle: Pick<Throttle, 'code'>,
  ) {}

  /** Counted before it is checked. @throws Refusal `otp.wrong` (invalid), `sign-in.slow` (busy) */
  async run(account: string, code: string): Promise<void> {
    const counted = await this.throttle.code(account);
    const now = this.clock.now();
    for (const { factor, secret } of await this.seeds.of(account)) {
      const step = stepOf(secret, code, now);
      if (step !== undefined && (await this.seeds.take(factor, step))) return counted.forgive();
    }
    throw new Refusal('otp.wrong', 'invalid');
  }
}
