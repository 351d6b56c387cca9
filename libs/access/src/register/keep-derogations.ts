import { newId, Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import { belongsAt } from '@habilis/accounts';
import type { Holdings } from '../ports.ts';
import { allow, derogationTarget, end, factOf, REMINDED_DAYS, type Derogation } from './derogation.ts';

/** Where derogations are kept. */
export abstract class Derogations {
  /** @throws Refusal `derogation.unknown` (unknown) */
  abstract get(id: string): Promise<Derogation>;
  /** @throws Refusal `derogation.over` (conflict) when somebody ended it first */
  abstract save(change: Change<Derogation>): Promise<void>;
  /** Those in force first, the nearest end on top. */
  abstract page(organisations: readonly string[], t: Date, limit: number, offset: number): Promise<readonly Derogation[]>;
  /** Calls to mind, once each, those that end before that instant. */
  abstract remind(at: Date, before: Date, factOfOne: (derogation: Derogation) => Change<Derogation>['fact']): Promise<void>;
}

/** The register of derogations: what is allowed against a rule, for whom, until when, by whom. @fr registre des dérogations */
export class KeepDerogations {
  constructor(
    private readonly derogations: Derogations,
    private readonly holdings: Holdings,
    private readonly clock: Clock,
  ) {}

  /**
   * The security officer allows one, for another and for a time.
   *
   * @throws Refusal `account.unknown` (unknown), `access.denied` (forbidden), `derogation.empty` or `derogation.too-long` (invalid)
   */
  async allow(
    me: Caller,
    what: Pick<Derogation, 'organisation' | 'account' | 'exception' | 'why' | 'measures' | 'until'>,
  ): Promise<Derogation> {
    const at = this.clock.now();
    const draft = { ...what, id: newId('drg'), from: at, allowedBy: me.id };
    me.must('allow', derogationTarget(draft));
    const holder = (await this.holdings.read([what.account])).get(what.account)?.standing;
    if (!holder || !belongsAt(holder, at, what.organisation)) throw new Refusal('account.unknown', 'unknown', { id: what.account });
    const change = allow(draft);
    await this.derogations.save(change);
    return change.next;
  }

  /** @throws Refusal `derogation.unknown` (unknown), `access.denied` (forbidden), `derogation.over` (conflict) */
  async end(me: Caller, id: string): Promise<Derogation> {
    const derogation = await this.derogations.get(id);
    if (!me.can('read', derogationTarget(derogation))) throw new Refusal('derogation.unknown', 'unknown', { derogation: id });
    me.must('end', derogationTarget(derogation));
    const change = end(derogation, { by: me.id, at: this.clock.now() });
    await this.derogations.save(change);
    return change.next;
  }

  page(me: Caller, limit: number, offset: number): Promise<readonly Derogation[]> {
    return this.derogations.page(me.organisationsFor('list', 'Derogation'), this.clock.now(), limit, offset);
  }

  /** A month before each ends; the mail is owed by the fact. */
  remind(): Promise<void> {
    const at = this.clock.now();
    const before = new Date(at.getTime() + REMINDED_DAYS * 86_400_000);
    return this.derogations.remind(at, before, (each) =>
      factOf('derogation.ending', each, { by: 'system:upkeep', at, why: 'nearly-over' }),
    );
  }
}
