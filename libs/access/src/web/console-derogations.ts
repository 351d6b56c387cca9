import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, parisDay, startOfParisDay, type Caller } from '@habilis/kernel';
import { z } from 'zod';
import { derogationState, derogationTarget, type Derogation } from '../register/derogation.ts';
import { KeepDerogations } from '../register/keep-derogations.ts';
import { REGISTER_WORDS } from './console-reasons.ts';
import {
  DerogationForm,
  derogationId,
  DerogationPage,
  DerogationsQuery,
  DerogationView,
  RegisterFile,
  type DerogationPageWords,
  type DerogationWords,
} from './console-registers-views.ts';
import { csvFile, type FileColumn } from './register-files.ts';

const PAGE = 50;
const MOST = 20_000;
const NoForm = z.strictObject({});

/** The words of the file; French is what is filed. */
// prettier-ignore
const STATE_WORDS: Record<DerogationWords['state'], string> = { 'in-force': 'en vigueur', ending: 'bientôt à terme', over: 'à terme', ended: 'levée' };

const COLUMNS: readonly FileColumn<DerogationWords>[] = [
  { title: 'Organisation', of: ({ organisation }) => organisation.name },
  { title: 'Bénéficiaire', of: ({ person }) => person.name },
  { title: 'Dérogation', of: ({ exception }) => exception },
  { title: 'Motif', of: ({ why }) => REGISTER_WORDS.derogation[why as keyof typeof REGISTER_WORDS.derogation]?.fr ?? why },
  { title: 'Mesures compensatoires', of: ({ measures }) => measures },
  { title: 'Du', of: ({ from }) => parisDay(new Date(from)) },
  { title: 'Au', of: ({ until }) => parisDay(new Date(until)) },
  { title: 'Validée par', of: ({ allowedBy }) => allowedBy.name },
  { title: 'État', of: ({ state }) => STATE_WORDS[state] },
];

/** The register of derogations: what is allowed against a rule, for whom, until when, by whom. */
@Controller('api/console/v1/derogations')
export class ConsoleDerogationsController {
  constructor(
    @Inject(KeepDerogations) private readonly derogations: KeepDerogations,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Registers', summary: 'Derogations, those in force first', answer: DerogationPage })
  async list(@Me() me: Caller, @Query(shaped(DerogationsQuery)) { page }: z.output<typeof DerogationsQuery>): Promise<DerogationPageWords> {
    const found = await this.derogations.page(me, PAGE + 1, (page - 1) * PAGE);
    const items = await this.views(me, found.slice(0, PAGE));
    return { items, more: found.length > PAGE, mayAllow: [...me.organisationsFor('allow', 'Derogation')] };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Registers',
    summary: 'Allow a derogation, for another and for a time',
    answer: DerogationView,
    refusals: ['account.unknown', 'derogation.empty', 'derogation.too-long'],
  })
  async allow(@Me() me: Caller, @Body(shaped(DerogationForm)) form: z.infer<typeof DerogationForm>): Promise<DerogationWords> {
    const allowed = await this.derogations.allow(me, { ...form, until: startOfParisDay(form.until) });
    return (await this.views(me, [allowed]))[0]!;
  }

  @Get('export')
  @Operation({ tag: 'Registers', summary: 'The register of derogations, as a CSV file', answer: RegisterFile })
  async export(@Me() me: Caller): Promise<StreamableFile> {
    const lines = await this.views(me, await this.derogations.page(me, MOST, 0));
    return new StreamableFile(Buffer.from(csvFile(COLUMNS, lines)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="derogations.csv"',
    });
  }

  @Post(':id/end')
  @HttpCode(200)
  @Operation({
    tag: 'Registers',
    summary: 'End a derogation before its time',
    answer: DerogationView,
    refusals: ['derogation.unknown', 'derogation.over'],
  })
  async end(
    @Me() me: Caller,
    @Param('id', shaped(derogationId)) id: string,
    @Body(shaped(NoForm)) _form: z.infer<typeof NoForm>,
  ): Promise<DerogationWords> {
    return (await this.views(me, [await this.derogations.end(me, id)]))[0]!;
  }

  private async views(me: Caller, found: readonly Derogation[]): Promise<DerogationWords[]> {
    const names = await this.names.of([
      ...new Set(found.flatMap(({ account, organisation, allowedBy }) => [account, organisation, allowedBy])),
    ]);
    const now = this.clock.now();
    return found.map((each) => ({
      id: each.id,
      person: named(names, each.account),
      organisation: named(names, each.organisation),
      exception: each.exception,
      why: each.why,
      measures: each.measures,
      from: each.from.toISOString(),
      until: each.until.toISOString(),
      allowedBy: named(names, each.allowedBy),
      state: derogationState(each, now),
      endedAt: each.endedAt?.toISOString() ?? null,
      mayEnd: me.can('end', derogationTarget(each)) && ['in-force', 'ending'].includes(derogationState(each, now)),
    }));
  }
}
