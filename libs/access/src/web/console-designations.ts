import { Body, Controller, Get, HttpCode, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { Names, named } from '@habilis/accounts/web';
import { Me, Operation, shaped } from '@habilis/http';
import { Clock, parisDay, startOfParisDay, type Caller } from '@habilis/kernel';
import type { z } from 'zod';
import { roleTarget } from '../grant/grant-checks.ts';
import { covers } from '../grant/grant.ts';
import { Vacancies } from '../grant/vacancy.ts';
import { RecordDesignation, type Named } from '../register/designation.ts';
import { PolicyInForce } from './console-ports.ts';
import {
  DesignationForm,
  FileQuery,
  NamedRegister,
  NamedView,
  RegisterFile,
  RegisterQuery,
  type NamedRegisterWords,
  type NamedWords,
} from './console-registers-views.ts';
import { roleNamed } from './console-roles.ts';
import { csvFile, pdfFile, type FileColumn } from './register-files.ts';

const day = (iso: string | null) => (iso === null ? '' : parisDay(new Date(iso)));

/** The words of the file; French is what is filed. */
const COLUMNS: readonly FileColumn<NamedWords>[] = [
  { title: 'Organisation', of: ({ organisation }) => organisation.name },
  { title: 'Personne', of: ({ person }) => person.name },
  { title: 'Rôle', of: ({ role }) => role.name },
  { title: 'Du', of: ({ from }) => day(from) },
  { title: 'Au', of: ({ until }) => day(until) },
  { title: 'Acte de désignation', of: ({ act }) => act?.reference ?? 'sans acte' },
  { title: 'Signé le', of: ({ act }) => day(act?.signedOn ?? null) },
  { title: 'Signataire', of: ({ act }) => act?.signatory ?? '' },
  { title: 'Habilité par', of: ({ grantedBy }) => grantedBy.name },
];

/** The register of named administrators: who holds which role of administration, by which act. */
@Controller('api/console/v1/designations')
export class ConsoleDesignationsController {
  constructor(
    @Inject(RecordDesignation) private readonly designations: RecordDesignation,
    @Inject(Vacancies) private readonly vacancies: Vacancies,
    @Inject(PolicyInForce) private readonly policy: PolicyInForce,
    @Inject(Names) private readonly names: Names,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({
    tag: 'Registers',
    summary: 'Named administrators, with the act of each; and roles that nobody holds',
    answer: NamedRegister,
  })
  async list(@Me() me: Caller, @Query(shaped(RegisterQuery)) { past }: z.output<typeof RegisterQuery>): Promise<NamedRegisterWords> {
    const items = await this.views(me, await this.designations.register(me, past === 'true'));
    const vacant = await this.vacancies.open(me.organisationsFor('list', 'Role'));
    const names = await this.names.of(vacant.map(({ organisation }) => organisation));
    return {
      items,
      vacant: vacant.map(({ organisation, role, since, soon }) => ({
        organisation: named(names, organisation),
        role: roleNamed(this.policy, role),
        since: since.toISOString(),
        soon,
      })),
    };
  }

  @Post()
  @HttpCode(200)
  @Operation({
    tag: 'Registers',
    summary: 'Record the act by which someone was designated',
    answer: NamedView,
    refusals: ['grant.unknown', 'designation.not-needed', 'designation.in-the-future'],
  })
  async record(@Me() me: Caller, @Body(shaped(DesignationForm)) form: z.infer<typeof DesignationForm>): Promise<NamedWords> {
    const recorded = await this.designations.run(me, { ...form, signedOn: startOfParisDay(form.signedOn) });
    return (await this.views(me, [recorded]))[0]!;
  }

  @Get('export')
  @Operation({ tag: 'Registers', summary: 'The register, as a file', answer: RegisterFile })
  async export(@Me() me: Caller, @Query(shaped(FileQuery)) { past, format }: z.output<typeof FileQuery>): Promise<StreamableFile> {
    const lines = await this.views(me, await this.designations.register(me, past === 'true'));
    const made = this.clock.now();
    const title = 'Registre des administrateurs désignés';
    const lead = [`Document du ${parisDay(made)} · ${lines.length} lignes`];
    const file = format === 'pdf' ? await pdfFile({ title, lead, made }, COLUMNS, lines) : Buffer.from(csvFile(COLUMNS, lines));
    return new StreamableFile(file, {
      type: format === 'pdf' ? 'application/pdf' : 'text/csv; charset=utf-8',
      disposition: `attachment; filename="administrateurs-designes.${format}"`,
    });
  }

  private async views(me: Caller, register: readonly Named[]): Promise<NamedWords[]> {
    const ids = register.flatMap(({ grant, designation }) => [
      grant.account,
      grant.organisation,
      grant.by,
      designation?.recordedBy ?? grant.by,
    ]);
    const names = await this.names.of([...new Set(ids)]);
    const now = this.clock.now();
    return register.map(({ grant, designation }) => ({
      grant: grant.id,
      person: named(names, grant.account),
      role: roleNamed(this.policy, grant.role),
      organisation: named(names, grant.organisation),
      from: grant.from.toISOString(),
      until: (grant.revokedAt ?? grant.until)?.toISOString() ?? null,
      grantedBy: named(names, grant.by),
      over: grant.from <= now && !covers(grant, now),
      act: designation && {
        reference: designation.reference,
        signedOn: designation.signedOn.toISOString(),
        signatory: designation.signatory,
        recordedBy: named(names, designation.recordedBy),
        recordedAt: designation.recordedAt.toISOString(),
      },
      mayRecord: me.can('designate', roleTarget(grant)),
    }));
  }
}
