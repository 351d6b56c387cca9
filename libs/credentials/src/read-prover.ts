import { parisDay, type Clock } from '@habilis/kernel';
import type { Prover, SecondFactors } from './sign-in/local-sign-in.ts';
import type { PasswordOwners, RulesInForce } from './password/password-owner.ts';
import type { PasswordRules } from './password/password-rules.ts';
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

  of(account: string): Prover {
    let rules: Promise<PasswordRules> | undefined;
    const inForce = () => (rules ??= this.rulesOf(account));
    return {
      hasSecondFactor: () => this.factors.held(account),
      passwordAlone: async () => {
        const { aloneUntil } = await inForce();
        return aloneUntil !== null && parisDay(this.clock.now()) <= aloneUntil;
      },
      mustChangePassword: async () => {
        const [{ renewEveryDays }, password] = await Promise.all([inForce(), this.passwords.of(account)]);
        const due = password && renewEveryDays !== null ? password.changedAt.getTime() + renewEveryDays * DAY_MS : Infinity;
        const mustBy = password?.mustChangeBy?.getTime() ?? Infinity;
        return Math.min(due, mustBy) <= this.clock.now().getTime();
      },
    };
  }

  private async rulesOf(account: string): Promise<PasswordRules> {
    return this.rules.of((await this.owners.of(account)) ?? { communities: [], administrator: false });
  }
}
