import { Refusal, type Caller, type Change, type Clock } from '@habilis/kernel';
import { actionFact, closeAsDone, giveUpAction, TOLD_AGAIN_DAYS, type GivingUpReason, type ReviewAction } from './action.ts';
import { actionTarget } from './read-actions.ts';
import type { ReviewActions, SeenAction } from './ports.ts';

/**
 * Whoever has to do an action, or answers for the organisation, says what was done, or why it is given up.
 *
 * @fr clôture d'une action
 * @source CPAM13.10.4
 */
export class SettleAction {
  constructor(
    private readonly actions: ReviewActions,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `review-action.unknown` (unknown), `access.denied` (forbidden), `review-action.closed` (conflict) */
  done(me: Caller, review: string, id: string, done: string): Promise<ReviewAction> {
    return this.close(me, review, id, (action, order) => closeAsDone(action, { ...order, done }));
  }

  /** @throws Refusal `review-action.unknown` (unknown), `access.denied` (forbidden), `review-action.closed` (conflict) */
  giveUp(me: Caller, review: string, id: string, why: GivingUpReason): Promise<ReviewAction> {
    return this.close(me, review, id, (action, order) => giveUpAction(action, { ...order, why }));
  }

  /** Tells those that are late, at once and then each week; the mails are owed by the fact. */
  tellLate(): Promise<void> {
    const at = this.clock.now();
    const before = new Date(at.getTime() - TOLD_AGAIN_DAYS * 86_400_000);
    return this.actions.tellLate(at, before, (action) =>
      actionFact('review-action.late', action, { by: 'system:reviews', at, why: 'deadline' }),
    );
  }

  private async close(
    me: Caller,
    review: string,
    id: string,
    change: (action: SeenAction, order: { by: string; at: Date }) => Change<ReviewAction>,
  ): Promise<ReviewAction> {
    const at = this.clock.now();
    const action = await this.actions.get(review, id, { account: me.id, at });
    const target = actionTarget(action, me);
    if (!me.can('read', target)) throw new Refusal('review-action.unknown', 'unknown', { id });
    me.must('settle', target);
    const closed = change(action, { by: me.id, at });
    await this.actions.close(closed);
    return closed.next;
  }
}
