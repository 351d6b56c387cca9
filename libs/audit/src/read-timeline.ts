import { Refusal, type Caller } from '@habilis/kernel';
import type { Journal, RecordedFact, TimelinePage } from './journal.ts';

interface Slice {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * Reads what happened to one person, most recent first.
 *
 * The reader sees the facts of the organisations whose journal they may read, and those that belong to none, such
 * as a sign-in refused. A person reads their own without asking anyone: see `own`.
 *
 * @fr chronologie d'un compte
 * @source CPAM13.10.4
 */
export class ReadTimeline {
  constructor(private readonly journal: Journal) {}

  /** @throws Refusal `account.unknown` (unknown) for people of other organisations, `access.denied` (forbidden) */
  async run(me: Caller, accountId: string, slice: Slice = {}): Promise<TimelinePage> {
    const places = await this.journal.organisationsOf(accountId);
    const target = (organisation: string) => ({ type: 'Journal', id: organisation, organisation });
    const readable = places.filter((each) => me.can('read', target(each)));
    const [first] = places;
    if (readable.length === 0) {
      const known = places.some((organisation) => me.can('read', { type: 'Account', id: accountId, organisation, organisations: places }));
      if (!first || !known) throw new Refusal('account.unknown', 'unknown', { id: accountId });
      me.must('read', target(first));
    }
    return this.journal.timeline({ on: accountId, organisations: readable, ...slice });
  }

  /**
   * A person's reading of their own activity: everything about them, whichever organisation's.
   *
   * They learn that someone acted, and not who: colleagues who administer are answered for by their organisation.
   */
  async own(me: Caller, slice: Slice = {}): Promise<TimelinePage> {
    const page = await this.journal.timeline({ on: me.id, organisations: null, ...slice });
    return { ...page, items: page.items.map((each) => ({ ...each, by: facelessly(me, each) })) };
  }
}

/** Who did it, as the person concerned is told: themselves, a machine or a part of the system, or someone. */
function facelessly(me: Caller, { by }: RecordedFact): string {
  return by === me.id || !by.startsWith('acc-') ? by : 'someone';
}
