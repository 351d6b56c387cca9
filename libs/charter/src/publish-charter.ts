import { Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
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
   * @param next its `effectiveAt` now or later: nobody may have been bound by a text before it could be read
   * @throws Refusal `charter.in-the-past` (invalid), `charter.published` or `charter.unchanged` (conflict)
   */
  async run(me: Caller, next: Pick<CharterText, 'organisation' | 'title' | 'body' | 'effectiveAt'>): Promise<CharterText> {
    const { organisation, effectiveAt } = next;
    me.must('publish', { type: 'Charter', id: organisation, organisation });
    const at = this.clock.now();
    if (effectiveAt < at) throw new Refusal('charter.in-the-past', 'invalid');
    const last = (await this.charters.versions(organisation)).at(-1);
    const sha256 = fingerprint(next);
    if (last?.sha256 === sha256) throw new Refusal('charter.unchanged', 'conflict', { organisation, version: last.version });
    const text: CharterText = { ...next, version: (last?.version ?? 0) + 1, sha256, publishedAt: at };
    await this.charters.publish(text, publication(text, me.id));
    return text;
  }
}

/** The fact of a publication, whoever made it. */
export function publication(
  { organisation, version, sha256, effectiveAt, publishedAt }: Omit<CharterText, 'title' | 'body'>,
  by: string,
): Fact {
  return {
    what: 'charter.published',
    on: organisation,
    by,
    at: publishedAt,
    why: 'new-version',
    source: 'CGU.objet',
    organisation,
    details: { version, sha256, effectiveAt: effectiveAt.toISOString() },
  };
}
