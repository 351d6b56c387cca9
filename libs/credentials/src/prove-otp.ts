import { Refusal, type Clock } from '@habilis/kernel';
import type { TotpSeeds } from './factors.ts';
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
  ) {}

  /** @throws Refusal `otp.wrong` (invalid) */
  async run(account: string, code: string): Promise<void> {
    const now = this.clock.now();
    for (const { factor, secret } of await this.seeds.of(account)) {
      const step = stepOf(secret, code, now);
      if (step !== undefined && (await this.seeds.take(factor, step))) return;
    }
    throw new Refusal('otp.wrong', 'invalid');
  }
}
