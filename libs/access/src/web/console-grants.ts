import { Body, Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { AccountStore } from '@habilis/accounts';
import { ActAnswer, ActQuery, Names, accountId, named, type ActAnswerView } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, Refusal, startOfParisDay, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { GrantRole } from '../grant/grant-role.ts';
import type { Grant } from '../grant/grant.ts';
import { Grants, Holdings } from '../ports.ts';
import { RevokeRole } from '../grant/revoke-role.ts';
import { standingReach } from '../standing.ts';
import { GrantForm, RevokeForm, grantId } from './console-views.ts';

type Asked = z.infer<typeof ActQuery>;

/** Roles given and taken back. `?preview=true` foresees and writes nothing. */
@Controller('api/console/v1/members')
export class ConsoleGrantsController {
  constructor(
    @Inject(GrantRole) private readonly grantRole: GrantRole,
    @Inject(RevokeRole) private readonly revokeRole: RevokeRole,
    @Inject(Grants) private readonly grants: Grants,
    @Inject(Holdings) private readonly holdings: Holdings,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post(':id/grants')
  @HttpCode(200)
  @Operation({
    tag: 'Acts',
    summary: 'Grant a role in one organisation',
    answer: ActAnswer,
    refusals: [
      'account.unknown',
      'role.unknown',
      'grant.holder-does-not-belong',
      'grant.overlaps',
      'grant.same-person',
      'grant.end-needed',
      'grant.too-long',
      'grant.empty',
    ],
  })
  async grant(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) { preview }: Asked,
    @Body(shaped(GrantForm)) form: z.infer<typeof GrantForm>,
  ): Promise<ActAnswerView> {
    const rehearsed = preview === 'true';
    const request = { accountId: id, ...form, until: form.until === null ? null : startOfParisDay(form.until) };
    const granted = rehearsed ? (await this.grantRole.plan(me, request)).next : await this.grantRole.run(me, request);
    return this.answer('grant', granted, rehearsed);
  }

  @Post(':id/grants/:grant/revoke')
  @HttpCode(200)
  @Operation({
    tag: 'Acts',
    summary: 'Take a role back, at once',
    answer: ActAnswer,
    refusals: ['grant.unknown', 'grant.already-revoked', 'grant.over', 'grant.last-holder'],
  })
  async revoke(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Param('grant', shaped(grantId)) grant: string,
    @Query(shaped(ActQuery)) { preview }: Asked,
    @Body(shaped(RevokeForm)) form: z.infer<typeof RevokeForm>,
  ): Promise<ActAnswerView> {
    const found = await this.grants.get(grant);
    if (found.account !== id) throw new Refusal('grant.unknown', 'unknown', { grant });
    const rehearsed = preview === 'true';
    const request = { grantId: grant, why: form.why };
    const revoked = rehearsed ? (await this.revokeRole.plan(me, request)).next : await this.revokeRole.run(me, request);
    return this.answer('revoke', revoked, rehearsed);
  }

  private async answer(act: 'grant' | 'revoke', grant: Grant, preview: boolean): Promise<ActAnswerView> {
    const { id, account, organisation, from, until, revokedAt } = grant;
    const { version } = await this.accounts.get(account);
    const standing = (await this.holdings.read([account])).get(account)!.standing;
    const reach = standingReach(standing, this.clock.now(), organisation);
    const names = await this.names.of([organisation]);
    const consequences = {
      act,
      organisation: named(names, organisation),
      from: (revokedAt ?? from).toISOString(),
      until: act === 'grant' ? (until?.toISOString() ?? null) : null,
      reach: { before: reach, after: reach },
      sessions: 0,
      portals: [],
      vacant: [],
    };
    return { preview, consequences, version, undo: act === 'grant' && !preview ? { act: 'revoke', id } : null };
  }
}
