import { parisDay, type Clock } from '@habilis/kernel';
import type { Prover, SecondFactors } from './sign-in/local-sign-in.ts';
import type { PasswordOwners, RulesInForce } from './password/password-owner.ts';
import type { Passwords } from './password/password.ts';

const DAY_MS = 24 * 3_600_000;

/** Reads what decides whether someone's proofs suffice: their factors, their organisations' rules, the age of their password. */
export class ReadProver {
  constructor(
    private readonly factors: SecondFactors,
    private readonly owners: PasswordOwners,
    private readonly passwords: Pick<Passwords, 'of'>,
    private readonly rules: RulesInForce,
    private readonly clock: Clock,
  ) {}

  async run(account: string): Promise<Prover> {
    const [hasSecondFactor, owner, password] = await Promise.all([
      this.factors.held(account),
      this.owners.of(account),
      this.passwords.of(account),
    ]);
    const now = this.clock.now();
    const { aloneUntil, renewEveryDays } = this.rules.of(owner ?? { communities: [], administrator: false });
    const due = password && renewEveryDays !== null ? password.changedAt.getTime() + renewEveryDays * DAY_MS : Infinity;
    const mustBy = password?.mustChangeBy?.getTime() ?? Infinity;
    return {
      hasSecondFactor,
      passwordAlone: aloneUntil !== null && parisDay(now) <= aloneUntil,
      mustChangePassword: Math.min(due, mustBy) <= now.getTime(),
    };
  }
}
