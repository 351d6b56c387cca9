import { Me, Operation, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { ImportInvitations } from '../invitation/import-invitations.ts';
import { invited, INVITATION_STATES } from '../invitation/invitation.ts';
import { Invite } from '../invitation/invite.ts';

const organisation = z.string().regex(/^org-[a-z0-9-]{1,60}$/); // prettier-ignore
const invitationId = z.string().regex(/^inv-[0-9a-z]{26}$/); // prettier-ignore
const batchId = z.string().regex(/^imp-[0-9a-z]{26}$/); // prettier-ignore

const ImportForm = z.strictObject({
  organisation: organisation.describe('For lines that name none'),
  name: z.string().min(1).max(200).describe('Of the file'),
  content: z.base64().max(1_000_000).describe('The file, CSV or XLSX, in base64'),
  dryRun: z.boolean().describe('Looks and does nothing'),
});

const InvitationView = z.strictObject({
  id: invitationId,
  account: z.string(),
  name: z.string(),
  identifier: z.string(),
  organisation,
  by: z.string(),
  at: z.iso.datetime(),
  state: z.enum(INVITATION_STATES),
});
export type InvitationWords = z.infer<typeof InvitationView>;
const ListQuery = z.strictObject({
  cursor: invitationId.optional().describe('Where the previous page stopped, as it was given'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const InvitationList = z.strictObject({ items: z.array(InvitationView), next: invitationId.nullable() });
const PastImportView = z.strictObject({
  batch: batchId,
  at: z.iso.datetime(),
  by: z.string().nullable().describe('The name of who imported it; null for the operator'),
  organisations: z.array(organisation),
  invited: z.int(),
  open: z.int().describe('Those who can still come'),
  accepted: z.int().describe('Those who have come'),
});
export type PastImportWords = z.infer<typeof PastImportView>;
const PastImportList = z.strictObject({ items: z.array(PastImportView) });
const Done = z.strictObject({ done: z.literal(true) });
const Sent = z.strictObject({ id: invitationId, account: z.string() });
const ImportView = z.strictObject({
  batch: batchId.nullable().describe('By which it is undone; null when nothing was done'),
  lines: z.array(
    z.strictObject({
      line: z.int(),
      name: z.string(),
      email: z.string(),
      problem: z.string().nullable().describe('The code of a refusal'),
    }),
  ),
});
export type ImportWords = z.infer<typeof ImportView>;
const Undone = z.strictObject({ undone: z.int(), kept: z.int().describe('Those who have come since') });

/** Inviting people, one by one or by a file, and taking it back. No password is ever named here. */
@Controller('api/console/v1/invitations')
export class ConsoleInvitationsController {
  constructor(
    @Inject(Invite) private readonly invite: Invite,
    @Inject(ImportInvitations) private readonly imports: ImportInvitations,
  ) {}

  @Get()
  @Operation({
    tag: 'Invitations',
    summary: 'Invitations of the organisations one may invite to, the newest first',
    answer: InvitationList,
  })
  async list(
    @Me() me: Caller,
    @Query(shaped(ListQuery)) { cursor, limit }: z.infer<typeof ListQuery>,
  ): Promise<z.infer<typeof InvitationList>> {
    const { items, next } = await this.invite.list(me, { after: cursor ?? null, limit });
    return { items: items.map((each) => ({ ...each, at: each.at.toISOString() })), next };
  }

  @Get('imports')
  @Operation({ tag: 'Invitations', summary: 'The last imports that I could take back, the newest first', answer: PastImportList })
  async past(@Me() me: Caller): Promise<z.infer<typeof PastImportList>> {
    const items = await this.invite.imports(me);
    return { items: items.map((each) => ({ ...each, organisations: [...each.organisations], at: each.at.toISOString() })) };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Invitations',
    summary: 'Invite someone: they are sent a link, for 72 hours, once',
    answer: Sent,
    refusals: ['identifier.shape', 'identifier.taken', 'invitation.known', 'organisation.unknown'],
  })
  async one(@Me() me: Caller, @Body(shaped(invited)) form: z.infer<typeof invited>): Promise<z.infer<typeof Sent>> {
    return this.invite.run(me, form);
  }

  @Post('import')
  @HttpCode(200)
  @Operation({
    tag: 'Invitations',
    summary: 'Invite everyone in a file, or look at what it would come to',
    answer: ImportView,
    refusals: ['import.unreadable', 'import.columns', 'import.empty', 'import.too-long'],
  })
  async import(@Me() me: Caller, @Body(shaped(ImportForm)) form: z.infer<typeof ImportForm>): Promise<z.infer<typeof ImportView>> {
    const { name, content, ...asked } = form;
    const { batch, lines } = await this.imports.run(me, { name, content: Buffer.from(content, 'base64') }, asked);
    return { batch, lines: [...lines] };
  }

  @Post('import/:batch/undo')
  @HttpCode(200)
  @Operation({ tag: 'Invitations', summary: 'Take back what an import made', answer: Undone, refusals: ['invitation.unknown'] })
  async undoImport(@Me() me: Caller, @Param('batch', shaped(batchId)) batch: string): Promise<z.infer<typeof Undone>> {
    return this.invite.undoBatch(me, batch);
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Operation({ tag: 'Invitations', summary: 'Send another link', answer: Done, refusals: ['invitation.unknown', 'invitation.over'] })
  async resend(@Me() me: Caller, @Param('id', shaped(invitationId)) id: string): Promise<z.infer<typeof Done>> {
    await this.invite.resend(me, id);
    return { done: true };
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Operation({ tag: 'Invitations', summary: 'Take an invitation back', answer: Done, refusals: ['invitation.unknown', 'invitation.over'] })
  async undo(@Me() me: Caller, @Param('id', shaped(invitationId)) id: string): Promise<z.infer<typeof Done>> {
    await this.invite.undo(me, id);
    return { done: true };
  }
}
