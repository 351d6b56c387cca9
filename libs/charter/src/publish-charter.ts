import { Refusal, type Caller, type Clock, type Fact } from '@habilis/kernel';
import type { CharterText } from './charter.ts';
import { fingerprint } from './fingerprint.ts';
import type { CharterStore } from './ports.ts';

/** The next version, as whoever publishes writes it. */
export interface NextCharter extends Pick<CharterText, 'organisation' | 'title' | 'body'> {
  /** Now or later: nobody may have been bound by a text before it could be read. Null is now. */
  readonly effectiveAt: Date | null;
  /** The last version seen, 0 for none; when given, a version published since is refused rather than followed unread. */
  readonly after?: number;
}

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

  async run(me: Caller, next: NextCharter): Promise<CharterText> {
    const text = await this.plan(me, next);
    await this.charters.publish(text, publication(text, me.id));
    return text;
  }

  /**
   * What `run` would publish, without doing it.
   *
   * @throws Refusal `access.denied` (forbidden), `charter.in-the-past` (invalid), `charter.published` or
   *   `charter.unchanged` (conflict)
   */
  async plan(me: Caller, { effectiveAt, after, ...next }: NextCharter): Promise<CharterText> {
    const { organisation } = next;
    me.must('publish', { type: 'Charter', id: organisation, organisation });
    const at = this.clock.now();
    const from = effectiveAt ?? at;
    if (from < at) throw new Refusal('charter.in-the-past', 'invalid');
    const last = (await this.charters.versions(organisation)).at(-1);
    const version = (last?.version ?? 0) + 1;
    if (after !== undefined && after !== version - 1)
      throw new Refusal('charter.published', 'conflict', { organisation, version: version - 1 });
    const sha256 = fingerprint(next);
    if (last?.sha256 === sha256) throw new Refusal('charter.unchanged', 'conflict', { organisation, version: last.version });
    return { ...next, effectiveAt: from, version, sha256, publishedAt: at };
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
