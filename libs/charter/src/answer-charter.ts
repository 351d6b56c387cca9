import { Refusal, type Clock } from '@habilis/kernel';
import type { CharterAnswer } from './charter.ts';
import type { CharterStore } from './ports.ts';

/** An answer as it is given, at a sign-in. */
export interface GivenAnswer {
  readonly accountId: string;
  readonly organisation: string;
  readonly version: number;
  readonly answer: 'accepted' | 'refused';
  /** The level the person had authenticated at: what the answer is worth as evidence. */
  readonly acr: string | undefined;
}

/**
 * A person accepts or refuses a charter.
 *
 * What is kept is the fingerprint of the very text, so that nobody can say later that it was another. A refusal
 * has no other effect than its own: the portals stay shut, and the person may come back and accept.
 *
 * @fr acceptation ou refus de la charte
 * @source CGU.objet
 */
export class AnswerCharter {
  constructor(
    private readonly charters: CharterStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Saying the same twice is saying it once: a second click changes nothing.
   *
   * @throws Refusal `charter.unknown` (unknown), `charter.not-yet` (conflict) before it takes effect, or
   *   `charter.accepted` (conflict) when it is refused after it was accepted
   */
  async run({ accountId, organisation, version, answer, acr }: GivenAnswer): Promise<CharterAnswer> {
    const at = this.clock.now();
    const text = await this.charters.text(organisation, version);
    if (!text) throw new Refusal('charter.unknown', 'unknown', { organisation, version });
    if (text.effectiveAt > at) throw new Refusal('charter.not-yet', 'conflict', { organisation, version });
    const kept: CharterAnswer = { accountId, organisation, version, answer, at, sha256: text.sha256, acr: acr ?? null };
    await this.charters.answer(kept, {
      what: `charter.${answer}`,
      on: accountId,
      by: accountId,
      at,
      why: 'asked-at-sign-in',
      source: 'CGU.objet',
      organisation,
      details: { version, sha256: text.sha256, acr: acr ?? null },
    });
    return kept;
  }
}
