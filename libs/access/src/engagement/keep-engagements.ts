import { Refusal, type Clock, type Fact } from '@habilis/kernel';
import type { Engagement, Kept, Told } from './engagement.ts';
import { typeKey, type Policy } from '../policy/language/policy.ts';
import type { CallingClient, Engagements, Subjects } from '../ports.ts';
import type { Pseudonyms } from '../pseudonyms.ts';

/** At most so many in one call. */
export const MOST_ENGAGEMENTS = 10_000;

/** One engagement in the portal's words: the person by the `sub` that this portal knows. */
export type Telling =
  | (Omit<Engagement, 'account' | 'sealed'> & { readonly subject: string; readonly searchable?: boolean })
  | Extract<Told, { withdrawn: true }>;

/**
 * A portal tells who takes part in what, or that it is over: one or ten thousand at once.
 *
 * Safe to repeat: what is told as it was changes nothing. The ids of things and the portal's keys are made pseudonyms
 * before anything is kept. A person who has no account is answered by their key, and holds up nobody else's.
 *
 * @fr déclaration de prise en charge
 * @source CPAM13.4.1
 */
export class KeepEngagements {
  constructor(
    private readonly policy: Pick<Policy, 'types' | 'purposes'>,
    private readonly engagements: Engagements,
    private readonly subjects: Subjects,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
    /** Seals the id of a thing, bound to its pseudonym. */
    private readonly seal: (id: string, thing: string) => string,
  ) {}

  /** @throws Refusal `engagement.key-repeated`, `engagement.type`, `engagement.purpose` or `engagement.empty` (invalid) */
  async run(client: CallingClient, told: readonly Telling[]): Promise<Kept> {
    for (const each of told) this.mustBeTellable(client.clientId, each);
    const portalKeys = new Map(told.map(({ key }) => [this.pseudonyms.of(client.clientId, 'engagement', key), key]));
    if (portalKeys.size < told.length) throw new Refusal('engagement.key-repeated', 'invalid');
    const ours = await Promise.all(told.map((each) => this.pseudonymous(client.clientId, each)));
    const kept = await this.engagements.keep(client.clientId, ours, {
      at: () => this.clock.now(),
      fact: (done, at) => factOf(client, done, at),
    });
    const named = (keys: readonly string[]) => keys.map((key) => portalKeys.get(key)!);
    return Object.fromEntries(Object.entries(kept).map(([what, keys]) => [what, named(keys)])) as unknown as Kept;
  }

  private mustBeTellable(portal: string, told: Telling): void {
    if ('withdrawn' in told) return;
    const { key, type, purpose, from, until } = told;
    if (!this.policy.types.get(typeKey(portal, type))?.engagements) throw new Refusal('engagement.type', 'invalid', { key, type });
    const purposes = this.policy.purposes.get(portal) ?? {};
    if (!Object.hasOwn(purposes, purpose)) throw new Refusal('engagement.purpose', 'invalid', { key, purpose });
    if (from && until && until <= from) throw new Refusal('engagement.empty', 'invalid', { key });
  }

  private async pseudonymous(portal: string, told: Telling): Promise<Told> {
    const key = this.pseudonyms.of(portal, 'engagement', told.key);
    if ('withdrawn' in told) return { key, withdrawn: true };
    const { subject, type, purpose, from, until, searchable = false } = told;
    const account = (await this.subjects.resolve(portal, subject)) ?? '';
    const thing = this.pseudonyms.of(portal, type, told.thing);
    const sealed = searchable ? this.seal(told.thing, thing) : null;
    return { key, account, type, thing, sealed, purpose, from, until };
  }
}

/** How many, and nobody's name: each engagement's own row says who, since when and until when. */
function factOf({ clientId, organisation }: CallingClient, { created, changed, withdrawn }: Kept, at: Date): Fact {
  return {
    what: 'engagements.told',
    on: `client:${clientId}`,
    by: `client:${clientId}`,
    at,
    why: 'told-by-portal',
    source: 'CPAM13.4.1',
    ...(organisation !== null && { organisation }),
    details: { created: created.length, changed: changed.length, withdrawn: withdrawn.length },
  };
}
