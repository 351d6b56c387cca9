import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Refusal, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { ChangePolicy } from '../policy/change-policy.ts';
import { RunDry } from '../policy/dry-run.ts';
import { lintPolicy } from '../policy/lint-policy.ts';
import { PolicyStore } from '../policy/policy-store.ts';
import { changedFiles } from '../policy/policy-version.ts';
import { PolicyInForce, PortalWords } from './console-ports.ts';
import { lintView, pageView, peopleOf, publicationView, versionView } from './console-policy-present.ts';
import {
  DryRunView,
  LintView,
  PolicyDraftForm,
  PolicyFilesForm,
  PolicyPage,
  PublicationView,
  VersionSheet,
  VersionsView,
  policyId,
  type DryRunWords,
  type LintWords,
  type PolicyPageWords,
  type VersionSheetWords,
  type VersionsWords,
} from './console-policy-views.ts';

const ACTS = ['draft', 'publish', 'return'] as const;
const id = shaped(policyId);

/** The policy: as people read it, its versions, and how it changes. */
@Controller('api/console/v1/policies')
export class ConsolePoliciesController {
  constructor(
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(PolicyStore) private readonly store: PolicyStore,
    @Inject(ChangePolicy) private readonly change: ChangePolicy,
    @Inject(RunDry) private readonly dry: RunDry,
    @Inject(Names) private readonly names: Names,
    @Inject(PortalWords) private readonly portals: PortalWords,
  ) {}

  @Get()
  @Operation({ tag: 'Policies', summary: 'The versions of the policy, the latest first', answer: VersionsView })
  async list(@Me() me: Caller): Promise<VersionsWords> {
    mustRead(me);
    const [known, current] = await Promise.all([this.store.list(), this.store.inForce()]);
    const names = await this.names.of(known.flatMap(peopleOf));
    const may = ACTS.filter((act) => me.organisationsFor(act, 'Policy').length > 0);
    return { items: known.map((each) => versionView(each, current?.version.id, names)), may };
  }

  @Get('current')
  @Operation({ tag: 'Policies', summary: 'The policy in force, as a page and a graph show it', answer: PolicyPage })
  current(@Me() me: Caller): PolicyPageWords {
    mustRead(me);
    return pageView(this.policy, (portal) => this.portals.of(portal).name);
  }

  @Get(':id')
  @Operation({ tag: 'Policies', summary: 'One version: its files, what is wrong with them, what was proved', answer: VersionSheet, refusals: ['policy.unknown'] })
  async read(@Me() me: Caller, @Param('id', id) policy: string): Promise<VersionSheetWords> {
    mustRead(me);
    const [version, current, known] = await Promise.all([this.store.get(policy), this.store.inForce(), this.store.list()]);
    const about = known.find((each) => each.id === policy) ?? { ...version, published: null };
    const names = await this.names.of(peopleOf(about));
    return {
      ...versionView(about, current?.version.id, names),
      files: Object.fromEntries(version.files),
      changed: changedFiles(current?.version.files ?? new Map(), version.files),
      lint: lintView(lintPolicy(version.files)),
    };
  }

  @Post('lint')
  @HttpCode(200)
  @Operation({ tag: 'Policies', summary: 'Check files without keeping them: lines, cases, proofs', answer: LintView })
  lint(@Me() me: Caller, @Body(shaped(PolicyFilesForm)) { files }: z.infer<typeof PolicyFilesForm>): LintWords {
    if (me.organisationsFor('draft', 'Policy').length === 0) throw new Refusal('access.denied', 'forbidden', { action: 'draft', type: 'Policy' });
    return lintView(lintPolicy(new Map(Object.entries(files))));
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Policies',
    summary: 'Keep files as a draft',
    description: 'A right is asked in every organisation that a changed file speaks for. What is wrong is told and does not stop it.',
    answer: VersionSheet,
    refusals: ['policy.unchanged'],
  })
  async draft(@Me() me: Caller, @Body(shaped(PolicyDraftForm)) { files, why }: z.infer<typeof PolicyDraftForm>): Promise<VersionSheetWords> {
    const { version } = await this.change.draft(me, new Map(Object.entries(files)), why);
    return this.read(me, version.id);
  }

  @Post(':id/dry-run')
  @HttpCode(200)
  @Operation({ tag: 'Policies', summary: 'What it would change: who gains, who loses, which refusals would differ', answer: DryRunView, refusals: ['policy.unknown', 'policy.unsound'] })
  async dryRun(@Me() me: Caller, @Param('id', id) policy: string): Promise<DryRunWords> {
    mustRead(me);
    const { differences, gain, lose, refused, days } = await this.dry.run(policy, me.organisationsFor('list', 'Account'));
    const names = await this.names.of([...gain.some, ...lose.some]);
    const counted = ({ people, some }: typeof gain) => ({ people, some: some.map((each) => named(names, each)) });
    return { differences: differences.map((each) => ({ ...each, from: each.from.map((change) => ({ ...change, was: [...change.was], is: [...change.is] })) })), gain: counted(gain), lose: counted(lose), refused: { ...refused, days } };
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Operation({
    tag: 'Policies',
    summary: 'Put a draft in force, everywhere; never one’s own',
    answer: PublicationView,
    refusals: ['policy.unknown', 'policy.unsound', 'policy.stale', 'policy.own-draft', 'policy.discarded', 'policy.already-in-force'],
  })
  async publish(@Me() me: Caller, @Param('id', id) policy: string): Promise<z.infer<typeof PublicationView>> {
    return publicationView(await this.change.publish(me, policy));
  }

  @Post(':id/discard')
  @HttpCode(200)
  @Operation({ tag: 'Policies', summary: 'Set a draft aside', answer: VersionSheet, refusals: ['policy.unknown', 'policy.discarded', 'policy.already-in-force'] })
  async discard(@Me() me: Caller, @Param('id', id) policy: string): Promise<VersionSheetWords> {
    await this.change.discard(me, policy);
    return this.read(me, policy);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Operation({
    tag: 'Policies',
    summary: 'Put back in force a version that was',
    answer: PublicationView,
    refusals: ['policy.unknown', 'policy.never-in-force', 'policy.unsound', 'policy.stale', 'policy.already-in-force'],
  })
  async return(@Me() me: Caller, @Param('id', id) policy: string): Promise<z.infer<typeof PublicationView>> {
    return publicationView(await this.change.return(me, policy));
  }
} // prettier-ignore

/** Whoever answers for accesses somewhere reads the whole: the rules of one portal lean on those of all. */
function mustRead(me: Caller): void {
  if (me.organisationsFor('read', 'Policy').length === 0) throw new Refusal('access.denied', 'forbidden', { action: 'read', type: 'Policy' });
} // prettier-ignore
