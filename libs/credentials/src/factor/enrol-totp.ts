import { newId, Refusal, type Clock } from '@habilis/kernel';
import { factorAdded } from './factor-facts.ts';
import { factorName, MOST_OF_A_KIND, type Factor } from './factor.ts';
import type { Enrolments, Factors, Holders, PendingEnrolment } from './factors.ts';
import { levelToTouch, mustBeFresh, type Proven } from '../sign-in/step-up.ts';
import { newSeed, seedAddress, stepOf } from './totp.ts';

/** What an application needs to be shown. */
export interface SeedToShow {
  readonly secret: string;
  /** What the picture says. */
  readonly address: string;
}

/**
 * Enrols an application of one-time codes: shows it a seed, and keeps the seed once it has shown a code of it.
 *
 * @fr application de codes
 */
export class EnrolTotp {
  constructor(
    private readonly factors: Factors,
    private readonly enrolments: Enrolments,
    private readonly holders: Holders,
    private readonly issuer: string,
    private readonly clock: Clock,
  ) {}

  /**
   * The seed to show in this browser; the same one until it is confirmed or ten minutes have passed.
   *
   * @throws Refusal `step-up.needed` (unauthenticated), `factor.too-many` (conflict)
   */
  async begin(proven: Proven, browser: string): Promise<SeedToShow> {
    await this.mayAdd(proven);
    const { account } = proven;
    const pending = (await this.enrolments.find(account, browser)) ?? (await this.enrolments.begin(account, browser, newSeed()));
    return this.shown(account, pending);
  }

  /**
   * Keeps the seed. The step of the code that confirms it is taken: it signs nobody in afterwards.
   *
   * @throws Refusal `enrolment.gone` (conflict), `otp.wrong` (invalid), and those of `begin`
   */
  async confirm(proven: Proven, browser: string, given: { code: string; name: string }): Promise<Factor> {
    await this.mayAdd(proven);
    const { account } = proven;
    const pending = await this.enrolments.find(account, browser);
    if (!pending) throw new Refusal('enrolment.gone', 'conflict');
    const at = this.clock.now();
    const step = stepOf(pending.secret, given.code, at);
    if (step === undefined) throw new Refusal('otp.wrong', 'invalid');
    const id = newId('fac');
    const factor: Factor = { id, account, kind: 'totp', name: factorName(given.name), createdAt: at, lastUsedAt: null, held: null };
    await this.factors.add({ next: { ...factor, totp: { secret: pending.secret, step } }, fact: factorAdded(factor) }, pending.id);
    return factor;
  }

  private async mayAdd(proven: Proven): Promise<void> {
    const held = await this.factors.of(proven.account);
    mustBeFresh(proven, this.clock.now(), levelToTouch(held));
    if (held.filter(({ kind }) => kind === 'totp').length >= MOST_OF_A_KIND) throw new Refusal('factor.too-many', 'conflict');
  }

  private async shown(account: string, { secret }: PendingEnrolment): Promise<SeedToShow> {
    const holder = await this.holders.of(account);
    return { secret, address: seedAddress(secret, this.issuer, holder?.label ?? account) };
  }
}
