import type { Clock } from '@habilis/kernel';
import type { Grants } from '../ports.ts';
import { isWorn, putOff, type Elevation, type ElevationEnd } from './elevation.ts';

/**
 * Puts off whatever somebody wears when they leave, and when they come: a session begins with as little as the person
 * may do, and more is put on again.
 *
 * @fr moindre privilège en début de session
 * @source CPAM13.4.1
 */
export class PutOffAllRoles {
  constructor(
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /** Safe to repeat. @returns how many were put off */
  async run(account: string, why: ElevationEnd): Promise<number> {
    // Most people wear nothing when they come: nothing is locked for them.
    if (!(await this.grants.elevationsOf(account)).some(this.worn)) return 0;
    return this.grants.deciding([account], async (desk) => {
      const worn = (await desk.elevationsOf(account)).filter(this.worn);
      for (const each of worn) await desk.putOff(putOff(each, this.clock.now(), why));
      return worn.length;
    });
  }

  private worn = (each: Elevation) => isWorn(each, this.clock.now());
}
