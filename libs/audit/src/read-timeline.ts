import { Refusal, type Caller } from '@habilis/kernel';
import type { About, Extent, ReadingReason } from './extent.ts';
import type { Journal, RecordedFact, TimelinePage } from './journal.ts';

interface Slice {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** What a person may leave out of their own activity, by the beginning of the code of its facts. @fr filtre de l'activité */
export const OWN_ACTIVITY = {
  connections: ['sign-in.', 'session.', 'token.'],
  means: ['password.', 'factor.', 'recovery', 'identity.', 'email.', 'renewal.', 'invitation.'],
  rights: ['account.', 'membership.', 'hold.', 'pause.', 'role', 'charter.', 'review.', 'decision.', 'break-glass.', 'engagements.'],
  readings: ['sheet.read', 'timeline.read', 'traces.read'],
} as const satisfies Record<string, readonly string[]>;
export type OwnActivity = keyof typeof OWN_ACTIVITY;

interface Asked extends Slice {
  /** Given, the traces are read too: connections, consultations. Without a reason there are acts only. */
  readonly why?: ReadingReason | undefined;
}

/**
 * Reads what happened to one person, most recent first.
 *
 * Whoever administers an organisation sees the acts on people's places in it; its security officer sees the traces
 * too, once they have said why. Facts of no organisation, such as the closure of an account or a sign-in refused,
 * are shown with those of the organisations one may read. A person reads their own without asking anyone: see `own`.
 *
 * @fr chronologie d'un compte
 * @source CPAM13.10.4
 */
export class ReadTimeline {
  constructor(private readonly journal: Journal) {}

  /** @throws Refusal `account.unknown` (unknown) for people of other organisations, `access.denied` (forbidden) */
  async run(me: Caller, accountId: string, { why, ...slice }: Asked = {}): Promise<TimelinePage> {
    const places = await this.journal.organisationsOf(accountId);
    const readable = (about: About) => places.filter((organisation) => me.can('read', journalOf(organisation, about)));
    const extent: Extent = { acts: readable('acts'), traces: why === undefined ? [] : readable('traces') };
    const asked = why === undefined ? 'acts' : 'traces';
    if (extent[asked].length === 0) refuse(me, accountId, places, asked);
    return this.journal.timeline({ on: accountId, extent, ...slice });
  }

  /**
   * A person's reading of their own activity: everything about them, whichever organisation's.
   *
   * They learn that someone acted, in which role and for which organisation, and not who: colleagues who administer are
   * answered for by their organisation.
   */
  async own(me: Caller, { only, ...slice }: Slice & { readonly only?: OwnActivity | undefined } = {}): Promise<TimelinePage> {
    const beginnings = only && OWN_ACTIVITY[only];
    const page = await this.journal.timeline({ on: me.id, extent: null, beginnings, ...slice });
    return { ...page, items: page.items.map((each) => ({ ...each, by: facelessly(me, each) })) };
  }
}

/** The journal of an organisation as policy sees it, one half or the other. */
export const journalOf = (organisation: string, about: About) => ({ type: 'Journal', id: organisation, organisation, about });

function refuse(me: Caller, accountId: string, places: readonly string[], about: About): void {
  const known = places.some((organisation) => me.can('read', { type: 'Account', id: accountId, organisation, organisations: places }));
  if (!known) throw new Refusal('account.unknown', 'unknown', { id: accountId });
  me.must('read', journalOf(places[0]!, about));
}

/** Who did it, as the person concerned is told: themselves, a machine or a part of the system, or someone. */
function facelessly(me: Caller, { by }: RecordedFact): string {
  return by === me.id || !by.startsWith('acc-') ? by : 'someone';
}
