import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import type { Grants } from '../ports.ts';
import { putOff, type Elevation } from './elevation.ts';

/** Someone puts a role off before its time, at once. Nothing is asked: what shuts a door is never slowed down. @fr fin d'élévation */
export class PutOffRole {
  constructor(
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `elevation.unknown` (unknown), also for another's; `elevation.over` (conflict) */
  run(me: Caller, id: string): Promise<Elevation> {
    return this.grants.deciding([me.id], async (desk) => {
      const mine = (await desk.elevationsOf(me.id)).find((each) => each.id === id);
      if (!mine) throw new Refusal('elevation.unknown', 'unknown', { elevation: id });
      const change = putOff(mine, this.clock.now());
      await desk.putOff(change);
      return change.next;
    });
  }
}
