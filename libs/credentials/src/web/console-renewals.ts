import { Me, Operation, shaped } from '@habilis/http';
import { Clock, Refusal, startOfParisDay, type Caller } from '@habilis/kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { RENEWAL_REASONS, RENEWED, Renewals, stateOf, type AskedPerson, type Renewal, type RenewalQuery } from '../renewal/renewal.ts';
import { mustRenew, StartRenewal } from '../renewal/start-renewal.ts';

const organisation = z.string().regex(/^org-[a-z0-9-]{1,60}$/); // prettier-ignore
const renewalId = z.string().regex(/^rnw-[0-9a-z]{26}$/); // prettier-ignore
const instant = z.iso.datetime();

const QueryForm = z.strictObject({
  organisation: organisation.describe('And everything below it'),
  what: z.enum(RENEWED).describe('What is to be renewed'),
  role: z.string().min(1).max(80).nullable().describe('Only those who hold it there'),
  notSince: z.iso.date().nullable().describe('Only those who have renewed nothing since that day'),
});
const StartForm = QueryForm.extend({
  why: z.enum(RENEWAL_REASONS).describe('From the list of reasons `renewal`'),
  deadline: z.iso.date().describe('Access ends as that day begins in Paris, for those who have not renewed'),
});

const Found = z.strictObject({ account: z.string(), name: z.string(), lastChange: instant.nullable() });
const Preview = z.strictObject({ people: z.array(Found) }).meta({ id: 'RenewalPreview' });
const RenewalView = z
  .strictObject({
    id: renewalId,
    organisation,
    what: z.enum(RENEWED),
    role: z.string().nullable(),
    notSince: instant.nullable(),
    why: z.string(),
    startedAt: instant,
    deadline: instant,
    asked: z.int(),
    renewed: z.int(),
    over: z.boolean().describe('The deadline has passed'),
  })
  .meta({ id: 'Renewal' });
const RenewalList = z.strictObject({ items: z.array(RenewalView) });
const RenewalSheet = RenewalView.extend({
  people: z.array(
    Found.extend({ state: z.enum(['waiting', 'renewed', 'shut']), remindedAt: instant.nullable(), renewedAt: instant.nullable() }),
  ),
}).meta({ id: 'RenewalSheet' });
const Report = z.strictObject({ name: z.string(), csv: z.string() }).meta({ id: 'RenewalReport' });

export type RenewalWords = z.infer<typeof RenewalView>;
export type RenewalSheetWords = z.infer<typeof RenewalSheet>;
export type RenewalPreviewWords = z.infer<typeof Preview>;

/** Renewals asked of many people after an incident: who, by when, how far, and the report of it. */
@Controller('api/console/v1/renewals')
export class ConsoleRenewalsController {
  constructor(
    @Inject(StartRenewal) private readonly startRenewal: StartRenewal,
    @Inject(Renewals) private readonly renewals: Renewals,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({ tag: 'Renewals', summary: 'Renewals of my organisations, the latest first', answer: RenewalList })
  async list(@Me() me: Caller): Promise<z.infer<typeof RenewalList>> {
    const found = await this.renewals.list(me.organisationsFor('renew', 'Account'));
    return { items: found.map((each) => this.view(each)) };
  }

  @Post('preview')
  @HttpCode(200)
  @Operation({ tag: 'Renewals', summary: 'Whom a renewal would be asked of', answer: Preview })
  async preview(@Me() me: Caller, @Body(shaped(QueryForm)) form: z.infer<typeof QueryForm>): Promise<z.infer<typeof Preview>> {
    const people = await this.startRenewal.preview(me, queryOf(form));
    return { people: people.map(({ account, name, lastChange }) => ({ account, name, lastChange: iso(lastChange) })) };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Renewals',
    summary: 'Ask for a renewal',
    answer: RenewalView,
    refusals: ['renewal.deadline', 'renewal.nobody'],
  })
  async start(@Me() me: Caller, @Body(shaped(StartForm)) form: z.infer<typeof StartForm>): Promise<RenewalWords> {
    const started = await this.startRenewal.run(me, { query: queryOf(form), why: form.why, deadline: startOfParisDay(form.deadline) });
    return this.view({ ...started, renewed: 0 });
  }

  @Get(':id')
  @Operation({ tag: 'Renewals', summary: 'A renewal and how far everyone is', answer: RenewalSheet, refusals: ['renewal.unknown'] })
  async show(@Me() me: Caller, @Param('id', shaped(renewalId)) id: string): Promise<RenewalSheetWords> {
    const found = await this.find(me, id);
    return { ...this.view(found), people: found.people.map((each) => this.personView(each, found.deadline)) };
  }

  @Get(':id/report')
  @Operation({ tag: 'Renewals', summary: 'The report, as a file for a spreadsheet', answer: Report, refusals: ['renewal.unknown'] })
  async report(@Me() me: Caller, @Param('id', shaped(renewalId)) id: string): Promise<z.infer<typeof Report>> {
    const sheet = await this.show(me, id);
    const lines = sheet.people.map(({ name, account, state, lastChange, remindedAt, renewedAt }) =>
      [name, account, STATES_FR[state], lastChange, remindedAt, renewedAt].map(cell).join(';'),
    );
    return { name: `renouvellement-${id}.csv`, csv: [COLUMNS_FR.join(';'), ...lines, ''].join('\r\n') };
  }

  private async find(me: Caller, id: string) {
    const found = await this.renewals.get(id);
    if (!found || !me.organisationsFor('renew', 'Account').includes(found.query.organisation))
      throw new Refusal('renewal.unknown', 'unknown', { id });
    mustRenew(me, found.query.organisation);
    return found;
  }

  private view({ id, query, why, startedAt, deadline, asked, renewed }: Renewal): RenewalWords {
    const { organisation, what, role, notSince } = query;
    return {
      ...{ id, organisation, what, role, why, asked, renewed },
      notSince: iso(notSince),
      startedAt: startedAt.toISOString(),
      deadline: deadline.toISOString(),
      over: deadline <= this.clock.now(),
    };
  }

  private personView(person: AskedPerson, deadline: Date): RenewalSheetWords['people'][number] {
    const { account, name, lastChange, remindedAt, renewedAt } = person;
    const state = stateOf(person, deadline, this.clock.now());
    return { account, name, state, lastChange: iso(lastChange), remindedAt: iso(remindedAt), renewedAt: iso(renewedAt) };
  }
}

const COLUMNS_FR = ['Nom', 'Compte', 'État', 'Dernier changement avant', 'Rappelé le', 'Renouvelé le'];
const STATES_FR = { waiting: 'En attente', renewed: 'Renouvelé', shut: 'Accès fermé' } as const;

/** A spreadsheet runs what begins like a formula: such a name is made text. */
function cell(value: string | null): string {
  const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const queryOf = ({ organisation, what, role, notSince }: z.infer<typeof QueryForm>): RenewalQuery => ({
  ...{ organisation, what, role },
  notSince: notSince === null ? null : startOfParisDay(notSince),
});
