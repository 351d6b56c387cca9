import { Refusal } from '@habilis/kernel';

/** What can be typed to show that one controls an account. */
export const TYPED_CONTROLS = ['password', 'otp', 'recovery'] as const;
export type TypedControl = (typeof TYPED_CONTROLS)[number];

export interface TypedProof {
  readonly identifier: string;
  readonly kind: TypedControl;
  readonly value: string;
}

/** Tells whose a typed proof is; throws a Refusal for anyone else's, and for strangers. */
export type ControlProver = (identifier: string, value: string) => Promise<string>;

/** Counts tries before they are made. */
export abstract class ProofTries {
  /** @throws Refusal `request.too-many` (busy) */
  abstract spend(identifier: string, address: string): Promise<void>;
}

/**
 * Tells whose account someone controls who is not signed in.
 *
 * Strangers, wrong proofs and means that are held get one answer. Tries are counted for the identifier and for the
 * address, on this door alone: running out of them leaves the link by mail, and every way to sign in, untouched.
 */
export class ProveControl {
  constructor(
    private readonly provers: Readonly<Record<TypedControl, ControlProver>>,
    private readonly tries: ProofTries,
  ) {}

  /** @returns the account @throws Refusal `loss.unproved` (forbidden), `request.too-many` (busy) */
  async run({ identifier, kind, value }: TypedProof, address: string): Promise<string> {
    await this.tries.spend(identifier, address);
    try {
      return await this.provers[kind](identifier, value);
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'busy') throw new Refusal('loss.unproved', 'forbidden');
      throw error;
    }
  }
}
