import { Refusal, type Clock } from '@habilis/kernel';
import type { Factors } from '../factor/factors.ts';
import { leavesOne } from '../factor/required-factors.ts';
import type { ChoosePassword } from '../password/choose-password.ts';
import type { PasswordOwner, PasswordOwners } from '../password/password-owner.ts';
import type { Passwords } from '../password/password.ts';
import { identifierOf, type Identifiers } from './identifier.ts';
import { levelToTouch, mustBeFresh, type Proven } from './step-up.ts';

/** Tries at names a person may make: which are taken is nobody's to list. */
export abstract class NameTries {
  /** @throws Refusal `request.too-many` (busy) */
  abstract spend(account: string): Promise<void>;
}

interface Parts {
  readonly passwords: Passwords;
  readonly owners: PasswordOwners;
  readonly identifiers: Identifiers;
  readonly factors: Pick<Factors, 'of'>;
  readonly choose: ChoosePassword;
  readonly tries: NameTries;
}

/**
 * Gives oneself an identifier of ours and its password, to come in without the upstream one came by.
 *
 * A second factor comes first: otherwise whoever learnt the password would be led to enrol one of their own.
 *
 * @fr choix d'un identifiant Habilis
 */
export class ChooseIdentifier {
  constructor(
    private readonly parts: Parts,
    private readonly clock: Clock,
  ) {}

  /**
   * Who is about to choose.
   *
   * @throws Refusal `step-up.needed` (unauthenticated), `identifier.given` and `identifier.factor-first` (conflict)
   */
  async begin(proven: Proven): Promise<PasswordOwner> {
    const { identifiers, factors, owners } = this.parts;
    const held = await factors.of(proven.account);
    mustBeFresh(proven, this.clock.now(), levelToTouch(held));
    if (await identifiers.of(proven.account)) throw new Refusal('identifier.given', 'conflict');
    if (!leavesOne(held)) throw new Refusal('identifier.factor-first', 'conflict');
    const owner = await owners.of(proven.account);
    if (!owner) throw new Refusal('session.required', 'unauthenticated');
    return owner;
  }

  /** @throws Refusal those of `begin` and `ChoosePassword`, `identifier.shape` (invalid), `identifier.taken` (conflict), `request.too-many` (busy) */
  async run(proven: Proven, { identifier, password }: { identifier: string; password: string }): Promise<void> {
    const owner = await this.begin(proven);
    const named = identifierOf(proven.account, identifier);
    const chosen = await this.parts.choose.run({ ...owner, around: [...owner.around, named.written] }, password);
    await this.parts.tries.spend(proven.account);
    await this.parts.passwords.first(named, chosen);
  }
}
