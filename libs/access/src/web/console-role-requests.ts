import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Names, accountId, named, organisationId } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, startOfParisDay, type Caller } from '@habilis/kernel';
import { z } from 'zod';
import { AskForRole } from '../grant/ask-for-role.ts';
import { DecideRoleRequest } from '../grant/decide-role-request.ts';
import { GRANT_REASONS } from '../grant/grant.ts';
import { RoleRequests } from '../ports.ts';
import { nextStep, REQUEST_REFUSALS, requestState, type RoleRequest } from '../grant/role-request.ts';
import { PolicyInForce } from './console-ports.ts';
import { roleNamed } from './console-roles.ts';
import { RoleRequestPage, RoleRequestView, type RoleRequestWords } from './console-request-views.ts';

const requestId = z.string().regex(/^req-[a-z0-9-]{1,60}$/);
const PAGE = 50;
const PageQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1_000).default(1) });

const AskForm = z.strictObject({
  account: accountId.describe('Who would hold it'),
  role: z
    .string()
    .max(80)
    .regex(/^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]*$/),
  organisation: organisationId,
  until: z.iso.date().nullable().describe('Ends as that day begins in Paris'),
  why: z.enum(GRANT_REASONS),
});
const AnswerForm = z.discriminatedUnion('agree', [
  z.strictObject({ agree: z.literal(true) }),
  z.strictObject({ agree: z.literal(false), why: z.enum(REQUEST_REFUSALS) }),
]);

/** Roles that are asked for: by people for themselves, or by administrators for those that two people give. */
@Controller('api/console/v1/role-requests')
export class ConsoleRoleRequestsController {
  constructor(
    @Inject(RoleRequests) private readonly requests: RoleRequests,
    @Inject(AskForRole) private readonly askForRole: AskForRole,
    @Inject(DecideRoleRequest) private readonly decide: DecideRoleRequest,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Roles', summary: 'Roles that wait for an answer, the longest wait first', answer: RoleRequestPage })
  async list(@Me() me: Caller, @Query(shaped(PageQuery)) { page }: z.output<typeof PageQuery>): Promise<z.infer<typeof RoleRequestPage>> {
    const places = me.organisationsFor('list', 'Role');
    const found = places.length === 0 ? [] : await this.requests.waiting(places, this.clock.now(), PAGE + 1, (page - 1) * PAGE);
    const items = await Promise.all(
      (await this.views(found.slice(0, PAGE))).map(async (each) => ({ ...each, mine: await this.mine(me, each.id) })),
    );
    return { items, more: found.length > PAGE };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Roles',
    summary: 'Ask for another, a role that two people give',
    answer: RoleRequestView,
    refusals: [
      'account.unknown',
      'role.unknown',
      'grant.needs-no-approval',
      'grant.apart',
      'grant.overlaps',
      'grant.same-person',
      'role-request.waiting',
    ],
  })
  async ask(@Me() me: Caller, @Body(shaped(AskForm)) form: z.infer<typeof AskForm>): Promise<RoleRequestWords> {
    const { account, until, ...rest } = form;
    const request = await this.askForRole.run(me, { ...rest, accountId: account, until: until === null ? null : startOfParisDay(until) });
    return { ...(await this.views([request]))[0]!, mine: false };
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Operation({
    tag: 'Roles',
    summary: 'Agree to a request, or refuse it with a reason; the last agreement grants',
    answer: RoleRequestView,
    refusals: [
      'role-request.unknown',
      'role-request.closed',
      'role-request.second-person',
      'role-request.endorser-lost-right',
      'grant.apart',
      'grant.overlaps',
      'grant.same-person',
    ],
  })
  async answer(
    @Me() me: Caller,
    @Param('id', shaped(requestId)) id: string,
    @Body(shaped(AnswerForm)) form: z.infer<typeof AnswerForm>,
  ): Promise<RoleRequestWords> {
    const { request } = await this.decide.run(me, id, form);
    return { ...(await this.views([request.next]))[0]!, mine: false };
  }

  /** The act, planned: nobody is shown a button that would be refused. */
  private mine(me: Caller, id: string): Promise<boolean> {
    return this.decide.plan(me, id, { agree: false, why: 'not-needed' }).then(() => true, () => false); // prettier-ignore
  }

  private async views(requests: readonly RoleRequest[]): Promise<Omit<RoleRequestWords, 'mine'>[]> {
    const ids = requests.flatMap(({ account, organisation, askedBy, endorsedBy }) => [
      account,
      organisation,
      askedBy,
      ...(endorsedBy ? [endorsedBy] : []),
    ]);
    const names = await this.names.of(ids);
    const now = this.clock.now();
    return requests.map((each) => ({
      id: each.id,
      holder: named(names, each.account),
      role: roleNamed(this.policy, each.role),
      organisation: named(names, each.organisation),
      until: each.until?.toISOString() ?? null,
      why: each.why,
      putsOn: each.putsOn?.minutes ?? null,
      askedBy: named(names, each.askedBy),
      askedAt: each.askedAt.toISOString(),
      expiresAt: each.expiresAt.toISOString(),
      endorsedBy: each.endorsedBy === null ? null : named(names, each.endorsedBy),
      state: requestState(each, now),
      step: nextStep(each),
    }));
  }
}
