import type { Fact } from '@habilis/kernel';
import type { CharterAnswer, CharterText } from './charter.ts';
import type { Uptake } from './uptake.ts';

/** Where charters and answers to them are kept. Neither is ever changed. */
export abstract class CharterStore {
  abstract text(organisation: string, version: number): Promise<CharterText | undefined>;

  /** Every version of an organisation, the first one first. */
  abstract versions(organisation: string): Promise<readonly CharterText[]>;

  /** @throws Refusal `charter.published` (conflict) when the version exists, `organisation.unknown` (invalid) */
  abstract publish(text: CharterText, fact: Fact): Promise<void>;

  /**
   * Adds an answer and its fact; a refusal also grows the person's epoch and owes its telling to the portals.
   *
   * @returns false when the person said the same already, and nothing was added
   * @throws Refusal `charter.accepted` (conflict) when a version is refused after it was accepted: one leaves by
   *   closing the account, not by a page left open
   */
  abstract answer(answer: CharterAnswer, fact: Fact): Promise<boolean>;

  /** How far the charters of some organisations have been accepted, in the order asked. */
  abstract uptake(organisations: readonly string[], at: Date): Promise<readonly Uptake[]>;

  /** What a person answered, the latest first, with the titles. */
  abstract answersOf(accountId: string): Promise<readonly (CharterAnswer & { readonly title: string })[]>;
}
