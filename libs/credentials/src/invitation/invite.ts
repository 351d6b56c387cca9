import type { Caller, Target } from '@habilis/kernel';
import { identifierOf } from '../sign-in/identifier.ts';
import { mustExist, type Invitation, type Invitations, type InvitationSlice, type Invited, type PastImport } from './invitation.ts';

type Slice = Pick<InvitationSlice, 'after' | 'limit'>;

/** Someone who is not there yet, as policy sees them. */
const newcomer = (organisation: string): Target => ({ type: 'Account', id: 'new', organisation, organisations: [organisation] });

/**
 * An administrator invites people, follows their invitations, and takes them back.
 *
 * @fr invitation
 * @source CGU.acces-direct
 */
export class Invite {
  constructor(private readonly invitations: Invitations) {}

  /** @throws Refusal `access.denied` (forbidden), `identifier.shape` (invalid), and those of `Invitations.invite` */
  async run(me: Caller, who: Invited, batch?: string): Promise<{ id: string; account: string }> {
    me.must('invite', newcomer(who.organisation));
    identifierOf('new', who.identifier ?? who.email);
    const { id, account } = await this.invitations.invite(who, { by: me.id, link: 'invitation', ...(batch !== undefined && { batch }) });
    return { id, account };
  }

  /** Those of every organisation in which the caller may invite; `next` is where the following ones begin. */
  async list(me: Caller, { after, limit }: Slice): Promise<{ items: readonly Invitation[]; next: string | null }> {
    const organisations = me.organisationsFor('invite', 'Account');
    const found = await this.invitations.list({ organisations, after, limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)!.id : null };
  }

  /** The last imports that the caller could undo as a whole. */
  async imports(me: Caller): Promise<readonly PastImport[]> {
    return this.invitations.imports(me.organisationsFor('invite', 'Account'));
  }

  async resend(me: Caller, id: string): Promise<void> {
    await this.mine(me, id);
    await this.invitations.resend(id, me.id);
  }

  async undo(me: Caller, id: string): Promise<void> {
    await this.mine(me, id);
    await this.invitations.undo(id, me.id);
  }

  /** Takes back what an import made, but for those who have come since. @returns how many were taken back, and how many stay */
  async undoBatch(me: Caller, batch: string): Promise<{ undone: number; kept: number }> {
    const all = await this.invitations.ofBatch(batch);
    mustExist(all[0]);
    for (const { organisation } of all) me.must('invite', newcomer(organisation));
    const open = all.filter(({ state }) => state === 'sent' || state === 'expired');
    for (const { id } of open) await this.invitations.undo(id, me.id);
    return { undone: open.length, kept: all.filter(({ state }) => state === 'accepted').length };
  }

  /** Someone else's invitation is answered like none. @throws Refusal `invitation.unknown` (unknown) */
  private async mine(me: Caller, id: string): Promise<void> {
    const found = await this.invitations.of(id);
    mustExist(found && me.can('invite', newcomer(found.organisation)) ? found : undefined);
  }
}
