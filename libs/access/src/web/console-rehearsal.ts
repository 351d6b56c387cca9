import type { Grant } from '../grant.ts';
import { Grants } from '../ports.ts';

/**
 * Grants that are read and never written: a use case run on it asks every right and says what it would do.
 *
 * What only the write can find out, an overlap or a last holder, is said when the act is done.
 */
export class Rehearsal extends Grants {
  constructor(private readonly real: Grants) {
    super();
  }

  override get(id: string): Promise<Grant> {
    return this.real.get(id);
  }

  override of(accountId: string): Promise<readonly Grant[]> {
    return this.real.of(accountId);
  }

  override async add(): Promise<void> {}

  override async revoke(): Promise<void> {}
}
