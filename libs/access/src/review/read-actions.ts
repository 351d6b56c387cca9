import type { Caller, Clock } from '@habilis/kernel';
import { membersOf } from '../grant/structure-grant.ts';
import type { ActionFilter, ReviewActions, SeenAction } from './ports.ts';
import { seeingOf } from './read-reviews.ts';
import { namedOf } from './review.ts';

/**
 * Reads the plan of action of a review, as far as it is one's own: what is planned where one answers or was named, and what one has to do.
 *
 * @fr plan d'action
 */
export class ReadActions {
  constructor(
    private readonly actions: ReviewActions,
    private readonly clock: Clock,
  ) {}

  async page(me: Caller, review: string, filter: ActionFilter, limit: number, offset: number) {
    const found = await this.actions.page(review, seeingOf(me), filter, this.clock.now(), limit + 1, offset);
    return { items: found.slice(0, limit), more: found.length > limit };
  }
}

/** What the policy looks at when an action is read or settled: as its line does, with who has to do it. */
export const actionTarget = ({ review, organisation, owner, about, reviewer, substitute, own }: SeenAction, me: Pick<Caller, 'id'>) => ({
  ...{ type: 'Review', id: review, organisation, owner },
  holder: own ? me.id : (about?.account ?? membersOf(about?.structure ?? organisation)),
  ...namedOf({ reviewer, substitute }),
});
