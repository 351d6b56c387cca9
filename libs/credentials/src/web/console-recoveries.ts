import { Me, Operation, shaped } from '@habilis/http';
import type { Caller } from '@habilis/kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { DecideRecovery } from '../recovery/decide-recovery.ts';
import { VERDICTS } from '../recovery/identity-proof.ts';
import { GRANTERS, recoveryState, SEEN, type Recovery } from '../recovery/recovery.ts';

const recoveryId = z.string().regex(/^rec-[0-9a-z]{26}$/); // prettier-ignore
const PAGE = 50;
const instant = z.iso.datetime();

const RecoveryView = z
  .strictObject({
    id: recoveryId,
    account: z.string(),
    name: z.string(),
    state: z.enum(['waiting', 'granted', 'opened', 'stopped', 'refused']),
    askedAt: instant,
    identification: z.string().nullable().describe('On someone’s word, or the id of the upstream that vouched'),
    proofs: z
      .array(
        z.strictObject({
          upstream: z.string(),
          level: z.string(),
          at: instant.describe('When they signed in there anew'),
          verdict: z.enum(VERDICTS),
          name: z.string().nullable().describe('Who was there, when it is not surely the person of the account'),
        }),
      )
      .describe('What was shown of who is asking, the latest first'),
    grants: z.array(z.strictObject({ as: z.enum(GRANTERS), by: z.string(), at: instant })),
    opensAt: instant.nullable().describe('When the link is sent, unless the person stops it'),
    may: z.boolean().describe('Whether I may still grant or refuse it'),
  })
  .meta({ id: 'RecoveryRequest' });
const RecoveryPage = z.strictObject({ items: z.array(RecoveryView), more: z.boolean() }).meta({ id: 'RecoveryPage' });
const PageQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1_000).default(1) });
const GrantForm = z.strictObject({
  identification: z.enum(SEEN).nullable().describe('How I made sure of who is asking; from the first to grant, unless an upstream vouched'),
});
const NoForm = z.strictObject({});
const Done = z.strictObject({ done: z.literal(true) });

export type RecoveryWords = z.infer<typeof RecoveryView>;

/** Recoveries that wait for two answers. One person's never suffices, and nobody answers for themselves. */
@Controller('api/console/v1/recoveries')
export class ConsoleRecoveriesController {
  constructor(@Inject(DecideRecovery) private readonly decide: DecideRecovery) {}

  @Get()
  @Operation({ tag: 'Recoveries', summary: 'Recoveries of my organisations: those that wait first', answer: RecoveryPage })
  async list(@Me() me: Caller, @Query(shaped(PageQuery)) { page }: z.output<typeof PageQuery>): Promise<z.infer<typeof RecoveryPage>> {
    const found = await this.decide.list(me, PAGE + 1, (page - 1) * PAGE);
    return { items: found.slice(0, PAGE).map((each) => this.view(me, each)), more: found.length > PAGE };
  }

  @Post(':id/grant')
  @HttpCode(200)
  @Operation({
    tag: 'Recoveries',
    summary: 'Grant a recovery, as one of two',
    answer: RecoveryView,
    refusals: ['recovery.unknown', 'recovery.over', 'recovery.same-person', 'recovery.granted-already', 'recovery.identify-first'],
  })
  async grant(
    @Me() me: Caller,
    @Param('id', shaped(recoveryId)) id: string,
    @Body(shaped(GrantForm)) { identification }: z.infer<typeof GrantForm>,
  ): Promise<RecoveryWords> {
    return this.view(me, await this.decide.grant(me, id, identification));
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Operation({ tag: 'Recoveries', summary: 'Refuse a recovery', answer: Done, refusals: ['recovery.unknown', 'recovery.over'] })
  async refuse(
    @Me() me: Caller,
    @Param('id', shaped(recoveryId)) id: string,
    @Body(shaped(NoForm)) _form: object,
  ): Promise<z.infer<typeof Done>> {
    await this.decide.refuse(me, id);
    return { done: true };
  }

  private view(me: Caller, recovery: Recovery): RecoveryWords {
    const { id, account, name, askedAt, identification, proofs, grants, opensAt } = recovery;
    const state = recoveryState(recovery);
    const roles = this.decide.may(me, recovery).filter((as) => !grants.some((each) => each.as === as));
    const may = state === 'waiting' && roles.length > 0 && account !== me.id && !grants.some((each) => each.by === me.id);
    return {
      ...{ id, account, name, state, identification, may },
      askedAt: askedAt.toISOString(),
      opensAt: opensAt?.toISOString() ?? null,
      proofs: proofs.map(({ at, ...each }) => ({ ...each, at: at.toISOString() })),
      grants: grants.map(({ as, by, at }) => ({ as, by, at: at.toISOString() })),
    };
  }
}
