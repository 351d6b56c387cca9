import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import type { Grants } from '../ports.ts';
import { close, mustWait, type RoleRequest } from './role-request.ts';

/** Whoever asked, or would hold the role, takes the request back. @fr retrait d'une demande d'habilitation */
export class WithdrawRoleRequest {
  constructor(
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal `role-request.unknown` (unknown) or `role-request.closed` (conflict) */
  async run(me: Caller, id: string): Promise<RoleRequest> {
    const { account } = await this.grants.request(id);
    return this.grants.deciding([me.id, account], async (desk) => {
      const request = await desk.request(id);
      if (request.askedBy !== me.id && request.account !== me.id) throw new Refusal('role-request.unknown', 'unknown', { id });
      const at = this.clock.now();
      mustWait(request, at);
      const change = close(request, 'withdrawn', { by: me.id, at, why: 'withdrawn' });
      await desk.saveRequest(change);
      return change.next;
    });
  }
}
