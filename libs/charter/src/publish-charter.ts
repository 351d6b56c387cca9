import { Refusal, type Clock } from '@habilis/kernel';
import type { CharterText } from './charter.ts';
import { fingerprint } from './fingerprint.ts';
import type { CharterStore } from './ports.ts';

/**
 * Publishes the next version of an organisation's charter; from its instant everyone owes an answer to it.
 *
 * Nothing else happens, now or then: that it is owed follows from the date.
 *
 * @fr publication d'une version de la charte
 * @source CGU.objet
 */
export class PublishCharter {
  constructor(
    private readonly charters: CharterStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param effectiveAt now or later: nobody may have been bound by a text before it could be read
   * @throws Refusal `charter.in-the-past` (invalid) or `charter.published` (conflict)
   */
  async run(by: string, next: { organisation: string; title: string; body: string; effectiveAt: Date }): Promise<CharterText> {
    const at = this.clock.now();
    const { organisation, title, body, effectiveAt } = next;
    if (effectiveAt < at) throw new Refusal('charter.in-the-past', 'invalid');
    const version = (await this.charters.versions(organisation)).length + 1;
    const text: CharterText = { organisation, version, title, body, sha256: fingerprint({ title, body }), publishedAt: at, effectiveAt };
    await this.charters.publish(text, {
      what: 'charter.published',
      on: organisation,
      by,
      at,
      why: 'new-version',
      source: 'CGU.objet',
      organisation,
      details: { version, sha256: text.sha256, effectiveAt: effectiveAt.toISOString() },
    });
    return text;
  }
}
