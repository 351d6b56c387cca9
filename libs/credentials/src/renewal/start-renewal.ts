import { newId, Refusal, type Caller, type Clock } from '@habilis/kernel';
import { mustBeDeadline, type Renewal, type RenewalPerson, type RenewalQuery, type Renewals } from './renewal.ts';

export interface RenewalOrder {
  readonly query: RenewalQuery;
  readonly why: string;
  readonly deadline: Date;
}

/** Most people one renewal is asked of. */
const MOST = 5_000;

/**
 * Asks many people to renew what they sign in with, by a deadline.
 *
 * Whoever starts it is not asked: nobody decides about their own access. What happens to those who do not renew is
 * written at once, over `[deadline, ∞)`, and ends the moment they do.
 *
 * @fr renouvellement forcé après un incident
 * @source CPTSI.2
 */
export class StartRenewal {
  constructor(
    private readonly renewals: Renewals,
    private readonly clock: Clock,
  ) {}

  /** Whom it would be asked of, without asking. @throws Refusal `access.denied` (forbidden) */
  async preview(me: Caller, query: RenewalQuery): Promise<readonly RenewalPerson[]> {
    mustRenew(me, query.organisation);
    return this.renewals.find(query, me.id);
  }

  /** @throws Refusal `access.denied` (forbidden), `renewal.deadline` or `renewal.nobody` (invalid) */
  async run(me: Caller, { query, why, deadline }: RenewalOrder): Promise<Omit<Renewal, 'renewed'>> {
    const at = this.clock.now();
    const people = await this.preview(me, query);
    mustBeDeadline(deadline, at);
    if (people.length === 0 || people.length > MOST) throw new Refusal('renewal.nobody', 'invalid', { most: MOST });
    const id = newId('rnw');
    const renewal = { id, query, why, startedBy: me.id, startedAt: at, deadline };
    const details = { what: query.what, asked: people.length, deadline: deadline.toISOString() };
    const fact = {
      what: 'renewal.started',
      on: id,
      by: me.id,
      at,
      why,
      source: 'CPTSI.2',
      organisation: query.organisation,
      details,
    } as const;
    await this.renewals.start(
      renewal,
      people.map(({ account }) => account),
      fact,
    );
    return { ...renewal, asked: people.length };
  }
}

/** @throws Refusal `access.denied` (forbidden) */
export function mustRenew(me: Caller, organisation: string): void {
  me.must('renew', { type: 'Account', id: '', organisation, organisations: [organisation] });
}
