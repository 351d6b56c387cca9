import { Body, Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Me, Operation, shaped } from '@habilis/http';
import { startOfParisDay, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import type { Account, AccountChange } from '../account.ts';
import { ApproveRequest } from '../approve-request.ts';
import { CancelDeparture } from '../cancel-departure.ts';
import { LiftHold } from '../lift-hold.ts';
import { AccountStore } from '../ports.ts';
import { RecordDeparture } from '../record-departure.ts';
import { RefuseRequest } from '../refuse-request.ts';
import { SuspendAccess } from '../suspend-access.ts';
import { SuspendForAbsence } from '../suspend-for-absence.ts';
import { effectOf, shut, undoOf, type Planned } from './console-consequences.ts';
import {
  AbsenceForm,
  ActAnswer,
  ActQuery,
  ApproveForm,
  DepartureForm,
  LiftForm,
  RefuseForm,
  StayForm,
  SuspendForm,
  type ActAnswerView,
  type ConsoleAct,
} from './console-forms.ts';
import { LeftVacant, Names, OpenDoors, named } from './console-ports.ts';
import { accountId, holdId } from './console-words.ts';

type Asked = z.infer<typeof ActQuery>;

/** A use case that can say what it would do. */
interface Act<Request> {
  plan(me: Caller, request: Request): Promise<AccountChange>;
  run(me: Caller, request: Request): Promise<Account>;
}

const act = (summary: string, ...refusals: string[]) =>
  Operation({ tag: 'Acts', summary, answer: ActAnswer, refusals: ['account.unknown', 'account.stale', ...refusals] });

const startOf = (day: string | null) => (day === null ? null : startOfParisDay(day));

/** What administrators do to an account. `?preview=true` says what would happen, asks every right, and writes nothing. */
@Controller('api/console/v1/members')
export class ConsoleActsController {
  constructor(
    @Inject(ApproveRequest) private readonly approveRequest: ApproveRequest,
    @Inject(RefuseRequest) private readonly refuseRequest: RefuseRequest,
    @Inject(SuspendAccess) private readonly suspendAccess: SuspendAccess,
    @Inject(SuspendForAbsence) private readonly suspendForAbsence: SuspendForAbsence,
    @Inject(LiftHold) private readonly liftHold: LiftHold,
    @Inject(RecordDeparture) private readonly recordDeparture: RecordDeparture,
    @Inject(CancelDeparture) private readonly cancelDeparture: CancelDeparture,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(OpenDoors) private readonly doors: OpenDoors,
    @Inject(LeftVacant) private readonly leftVacant: LeftVacant,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Post(':id/approve')
  @HttpCode(200)
  @act('Approve a request', 'membership.unknown', 'membership.step-not-allowed')
  approve(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(ApproveForm)) form: z.infer<typeof ApproveForm>,
  ) {
    return this.answer('approve', me, this.approveRequest, { accountId: id, ...form }, asked);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @act('Refuse a request', 'membership.unknown', 'membership.step-not-allowed')
  refuse(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(RefuseForm)) form: z.infer<typeof RefuseForm>,
  ) {
    return this.answer('refuse', me, this.refuseRequest, { accountId: id, ...form }, asked);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @act('Suspend access, from a day and until a day', 'account.not-open', 'hold.empty', 'hold.overlaps', 'act.in-the-past')
  suspend(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(SuspendForm)) form: z.infer<typeof SuspendForm>,
  ) {
    const request = { ...form, accountId: id, from: startOf(form.from), until: startOf(form.until) };
    return this.answer('suspend', me, this.suspendAccess, request, asked);
  }

  @Post(':id/absence')
  @HttpCode(200)
  @act('Suspend access for an absence, in whole days', 'account.not-open', 'hold.empty', 'hold.overlaps', 'act.in-the-past')
  absence(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(AbsenceForm)) form: z.infer<typeof AbsenceForm>,
  ) {
    const { from, until, ...rest } = form;
    return this.answer('absence', me, this.suspendForAbsence, { ...rest, accountId: id, firstDay: from, backOn: until }, asked);
  }

  @Post(':id/holds/:hold/lift')
  @HttpCode(200)
  @act('Lift one hold and no other', 'hold.unknown', 'hold.already-lifted')
  async lift(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Param('hold', shaped(holdId)) hold: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(LiftForm)) form: z.infer<typeof LiftForm>,
  ) {
    return this.answer('lift', me, this.liftHold, { accountId: id, holdId: hold, ...form }, asked);
  }

  @Post(':id/departure')
  @HttpCode(200)
  @act('Record a departure, now or on a day to come', 'membership.unknown', 'membership.step-not-allowed', 'act.in-the-past')
  departure(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(DepartureForm)) form: z.infer<typeof DepartureForm>,
  ) {
    const { on, ...rest } = form;
    return this.answer('departure', me, this.recordDeparture, { ...rest, accountId: id, endsAt: startOf(on) }, asked);
  }

  @Post(':id/departure/cancel')
  @HttpCode(200)
  @act('Cancel a departure that is still to come', 'membership.unknown', 'membership.step-not-allowed', 'membership.no-departure')
  stay(
    @Me() me: Caller,
    @Param('id', shaped(accountId)) id: string,
    @Query(shaped(ActQuery)) asked: Asked,
    @Body(shaped(StayForm)) form: z.infer<typeof StayForm>,
  ) {
    return this.answer('stay', me, this.cancelDeparture, { accountId: id, ...form }, asked);
  }

  private async answer<R extends { accountId: string }>(
    name: ConsoleAct,
    me: Caller,
    useCase: Act<R>,
    request: R,
    { preview }: Asked,
  ): Promise<ActAnswerView> {
    const change = await useCase.plan(me, request);
    const before = await this.accounts.get(request.accountId);
    const planned: Planned = { act: name, before, change, organisation: change.fact.organisation ?? null };
    const consequences = await this.consequences(planned);
    if (preview === 'true') return { preview: true, consequences, version: before.version, undo: null };
    const next = await useCase.run(me, request);
    return { preview: false, consequences, version: next.version, undo: undoOf(planned, next) };
  }

  private async consequences(planned: Planned) {
    const { before, organisation } = planned;
    const doors = shut(planned, await this.doors.of(before.id, organisation));
    const from = planned.change.narrows?.from;
    const vacant = from ? await this.leftVacant.by(before.id, organisation, from) : [];
    const names = await this.names.of([...(organisation ? [organisation] : []), ...vacant]);
    const place = organisation ? named(names, organisation) : null;
    return {
      ...effectOf(planned),
      organisation: place,
      sessions: doors.sessions,
      portals: [...doors.portals],
      vacant: vacant.map((id) => named(names, id)),
    };
  }
}
