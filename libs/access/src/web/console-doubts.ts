import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { activitiesOf, ListPeople, ReadDoubt, SettleDoubt, stageAt, type Comparison, type Sheet } from '@habilis/accounts';
import { ActQuery, identityView, membershipView, named, Names, toName } from '@habilis/accounts/web';
import { RecordReading } from '@habilis/audit';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import {
  ComparisonView,
  DoubtPage,
  doubtId,
  DoubtsQuery,
  SettleAnswer,
  SettleForm,
  type ComparisonWords,
  type DoubtWords,
} from './console-doubts-views.ts';

type NameMap = ReadonlyMap<string, string>;

/** Arrivals set aside because something does not fit: a person compares, and says who it is. */
@Controller('api/console/v1/doubts')
export class ConsoleDoubtsController {
  constructor(
    @Inject(ListPeople) private readonly people: ListPeople,
    @Inject(ReadDoubt) private readonly doubts: ReadDoubt,
    @Inject(SettleDoubt) private readonly settleDoubt: SettleDoubt,
    @Inject(RecordReading) private readonly reading: RecordReading,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({
    tag: 'Doubts',
    summary: 'Arrivals set aside, the longest wait first',
    answer: DoubtPage,
    refusals: ['cursor.malformed'],
  })
  async list(@Me() me: Caller, @Query(shaped(DoubtsQuery)) query: z.infer<typeof DoubtsQuery>): Promise<z.infer<typeof DoubtPage>> {
    const { items, next } = await this.people.doubts(me, query);
    const names = await this.names.of(
      items.flatMap(({ accountId, organisation }) => [accountId, organisation].filter((each) => each !== null)),
    );
    return {
      items: items.map(({ accountId, organisation, since, ...rest }): DoubtWords => ({
        ...rest,
        account: accountId === null ? null : named(names, accountId),
        organisation: organisation === null ? null : named(names, organisation),
        since: since.toISOString(),
      })),
      next,
    };
  }

  @Get(':id')
  @Operation({
    tag: 'Doubts',
    summary: 'One arrival beside the people it may be',
    description: 'Reading it is written in the journal, once for each person shown.',
    answer: ComparisonView,
    refusals: ['quarantine.unknown'],
  })
  async read(@Me() me: Caller, @Param('id', shaped(doubtId)) id: string): Promise<ComparisonWords> {
    const found = await this.doubts.run(me, id);
    for (const { account } of found.people) {
      await this.reading.run(me, 'sheet', account.id, account.memberships[0]?.organisation ?? null);
    }
    const names = await this.names.of([
      ...toName(found.people.map(({ account }) => account)),
      ...(found.organisation ? [found.organisation] : []),
    ]);
    return this.view(found, names);
  }

  @Post(':id/settle')
  @HttpCode(200)
  @Operation({
    tag: 'Doubts',
    summary: 'Say who it is: the same person, another one, or nobody to let in',
    answer: SettleAnswer,
    refusals: ['quarantine.unknown', 'quarantine.settled', 'quarantine.not-separable', 'identity.raced', 'reason.unknown'],
  })
  async settle(
    @Me() me: Caller,
    @Param('id', shaped(doubtId)) id: string,
    @Query(shaped(ActQuery)) asked: z.infer<typeof ActQuery>,
    @Body(shaped(SettleForm)) form: z.infer<typeof SettleForm>,
  ): Promise<z.infer<typeof SettleAnswer>> {
    const preview = asked.preview === 'true';
    await (preview ? this.settleDoubt.plan(me, { id, ...form }) : this.settleDoubt.run(me, { id, ...form }));
    return { preview, conclusion: form.conclusion };
  }

  private view({ arrived, people, organisation, firstAt, endings, ...rest }: Comparison, names: NameMap): ComparisonWords {
    const { upstream, givenName, familyName, nationalId, otherIds, profile } = arrived;
    const now = this.clock.now();
    return {
      id: rest.id,
      doubt: rest.doubt,
      settled: rest.settled,
      elsewhere: rest.elsewhere,
      since: firstAt.toISOString(),
      organisation: organisation === null ? null : named(names, organisation),
      arrived: {
        upstream,
        givenName,
        familyName,
        nationalId,
        otherIds: [...otherIds],
        activities: activitiesOf(profile).map(({ label }) => label),
      },
      people: people.map((each) => resembled(each, names, now)),
      endings: [...endings],
    };
  }
}

function resembled({ account, createdAt, lastSignInAt, identities }: Sheet, names: NameMap, now: Date): ComparisonWords['people'][number] {
  const { id, givenName, familyName, memberships } = account;
  return {
    id,
    givenName,
    familyName,
    stage: stageAt(account, now),
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    memberships: memberships.map((each) => membershipView(each, names, now)),
    identities: identities.map(identityView),
  };
}
