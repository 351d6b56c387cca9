import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ActQuery, Names, OrganisationRef, PersonRef, instant, named, organisationId } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, startOfParisDay, type Caller } from '@habilis/kernel';
import { z } from 'zod';
import { GrantToStructure, StructureGrants, type Reached } from '../grant/grant-to-structure.ts';
import { GRANT_REASONS, REVOKE_REASONS } from '../grant/grant.ts';
import { structureGrantState, type StructureGrant } from '../grant/structure-grant.ts';
import { PolicyInForce } from './console-ports.ts';
import { roleNamed } from './console-roles.ts';
import { RoleView } from './console-views.ts';

const PAGE = 50;
const PageQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1_000).default(1) });
const structureGrantId = z.string().regex(/^sgr-[a-z0-9]{1,60}$/);
const ProposeForm = z.strictObject({
  structure: organisationId.describe('Whose members would hold it'),
  role: z
    .string()
    .max(80)
    .regex(/^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]*$/),
  organisation: organisationId.describe('Where they would hold it'),
  until: z.iso.date().nullable().describe('Ends as that day begins in Paris'),
  why: z.enum(GRANT_REASONS),
});
const NoForm = z.strictObject({});
const WithdrawForm = z.strictObject({ why: z.enum(REVOKE_REASONS) });

/** A role given to the members of a structure. @fr habilitation des membres d'une structure */
export const StructureGrantView = z
  .strictObject({
    id: z.string(),
    structure: OrganisationRef,
    role: RoleView,
    organisation: OrganisationRef,
    from: instant,
    until: instant.nullable(),
    why: z.string(),
    by: PersonRef,
    approvedBy: PersonRef.nullable(),
    state: z.enum(['proposed', 'expired', 'refused', 'coming', 'counts', 'over', 'revoked']),
    reached: z
      .strictObject({ members: z.int(), already: z.int(), apart: z.int() })
      .describe('Members now; of them, those who hold the role already, and those who hold one that is kept apart from it'),
    mine: z.boolean().describe('Whether it waits for my answer'),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: 'StructureGrant' });
export const StructureGrantPage = z
  .strictObject({ items: z.array(StructureGrantView), more: z.boolean() })
  .meta({ id: 'StructureGrantPage' });
export type StructureGrantWords = z.infer<typeof StructureGrantView>;

/** Roles given to the members of a structure: two people, and whoever joins or leaves. `?preview=true` counts and writes nothing. */
@Controller('api/console/v1/structure-grants')
export class ConsoleStructureGrantsController {
  constructor(
    @Inject(GrantToStructure) private readonly granting: GrantToStructure,
    @Inject(StructureGrants) private readonly grants: StructureGrants,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Roles', summary: 'Roles given to structures, those that wait for an answer first', answer: StructureGrantPage })
  async list(
    @Me() me: Caller,
    @Query(shaped(PageQuery)) { page }: z.output<typeof PageQuery>,
  ): Promise<z.infer<typeof StructureGrantPage>> {
    const places = me.organisationsFor('list', 'Role');
    const found = await this.grants.page(places, PAGE + 1, (page - 1) * PAGE);
    return { items: await Promise.all(found.slice(0, PAGE).map((each) => this.view(me, each))), more: found.length > PAGE };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Roles',
    summary: 'Propose a role for the members of a structure; another person agrees',
    answer: StructureGrantView,
    refusals: ['role.unknown', 'organisation.unknown', 'structure-grant.by-name', 'grant.end-needed', 'grant.too-long', 'grant.empty'],
  })
  async propose(
    @Me() me: Caller,
    @Query(shaped(ActQuery)) { preview }: z.infer<typeof ActQuery>,
    @Body(shaped(ProposeForm)) form: z.infer<typeof ProposeForm>,
  ): Promise<StructureGrantWords> {
    const request = { ...form, until: form.until === null ? null : startOfParisDay(form.until) };
    if (preview === 'true') {
      const { grant, reached } = await this.granting.plan(me, request);
      return this.view(me, grant, reached);
    }
    return this.view(me, await this.granting.propose(me, request));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Operation({
    tag: 'Roles',
    summary: 'Agree to a proposal: the members hold the role from now on',
    answer: StructureGrantView,
    refusals: ['structure-grant.unknown', 'structure-grant.closed', 'role-request.second-person', 'role-request.endorser-lost-right'],
  })
  async approve(
    @Me() me: Caller,
    @Param('id', shaped(structureGrantId)) id: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
  ): Promise<StructureGrantWords> {
    return this.view(me, await this.granting.approve(me, id));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Operation({
    tag: 'Roles',
    summary: 'Refuse a proposal, or take the role back from all members at once',
    answer: StructureGrantView,
    refusals: ['structure-grant.unknown', 'structure-grant.closed'],
  })
  async withdraw(
    @Me() me: Caller,
    @Param('id', shaped(structureGrantId)) id: string,
    @Body(shaped(WithdrawForm)) { why }: z.infer<typeof WithdrawForm>,
  ): Promise<StructureGrantWords> {
    return this.view(me, await this.granting.withdraw(me, id, why));
  }

  private async view(me: Caller, grant: StructureGrant, counted?: Reached): Promise<StructureGrantWords> {
    const { id, structure, organisation, role, from, until, why, by, approvedBy } = grant;
    const reached = counted ?? (await this.granting.reached(grant));
    const names = await this.names.of([structure, organisation, by, ...(approvedBy ? [approvedBy] : [])]);
    const state = structureGrantState(grant, this.clock.now());
    return {
      ...{ id, why, state, reached },
      structure: named(names, structure),
      role: roleNamed(this.policy, role),
      organisation: named(names, organisation),
      from: from.toISOString(),
      until: until?.toISOString() ?? null,
      by: named(names, by),
      approvedBy: approvedBy === null ? null : named(names, approvedBy),
      mine: state === 'proposed' && (await this.granting.mayAgree(me, grant)),
      mayWithdraw: ['proposed', 'coming', 'counts'].includes(state) && this.granting.mayWithdraw(me, grant),
    };
  }
}
