import { Reaches, type Placed, type Reached } from '@habilis/accounts/web';
import type { Clock } from '@habilis/kernel';
import type { Holdings } from '../ports.ts';
import { standingLimits, standingReach, type Standing } from '../standing.ts';

/** How far people of a list can go, judged as every sign-in is: charters included. */
export class StandingReaches extends Reaches {
  constructor(
    private readonly holdings: Holdings,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async of(people: readonly Placed[]): Promise<ReadonlyMap<string, Reached>> {
    const held = await this.holdings.read(people.map(({ id }) => id));
    return new Map(people.map(({ id, organisations }) => [id, this.reached(held.get(id)!.standing, organisations)]));
  }

  private reached(standing: Standing, organisations: readonly string[]): Reached {
    const now = this.clock.now();
    const reaches = organisations.map((each) => standingReach(standing, now, each));
    const charter = organisations.some((each) => standingLimits(standing, now, each).some(({ kind }) => kind === 'charter'));
    return { reach: reaches.includes('portals') ? 'portals' : (reaches[0] ?? standingReach(standing, now)), charter };
  }
}
