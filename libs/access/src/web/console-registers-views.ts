import { OrganisationRef, PersonRef, accountId, instant, organisationId } from '@habilis/accounts/web';
import { ONE_LINE } from '@habilis/kernel';
import { z } from 'zod';
import { DEROGATION_REASONS } from '../register/derogation.ts';
import { grantId, RoleView } from './console-views.ts';

const line = (most: number) => z.string().trim().min(3).max(most).regex(ONE_LINE);

/** What an act of an organisation is called, and who signed it: letters, figures, and the signs that both are written with. */
const OFFICIAL = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} '’.,°/()&:–-]*$/u;
const official = line(120).regex(OFFICIAL);

export const DesignationForm = z.strictObject({
  grant: grantId,
  reference: official.describe('As the organisation files the act'),
  signedOn: z.iso.date(),
  signatory: official.describe('Who signed, and as what'),
});
export const RegisterQuery = z.strictObject({ past: z.enum(['true', 'false']).default('false').describe('Those that are over too') });
export const FileQuery = RegisterQuery.extend({ format: z.enum(['csv', 'pdf']) });

/** Someone who holds a role of administration, and the act that named them. @fr administrateur désigné */
export const NamedView = z
  .strictObject({
    grant: z.string(),
    person: PersonRef,
    role: RoleView,
    organisation: OrganisationRef,
    from: instant,
    until: instant.nullable(),
    grantedBy: PersonRef,
    over: z.boolean(),
    act: z
      .strictObject({ reference: z.string(), signedOn: instant, signatory: z.string(), recordedBy: PersonRef, recordedAt: instant })
      .nullable()
      .describe('Null: named by nobody on paper'),
    mayRecord: z.boolean().describe('Whether I may record the act'),
  })
  .meta({ id: 'NamedAdministrator' });
export const NamedRegister = z
  .strictObject({
    items: z.array(NamedView),
    vacant: z.array(z.strictObject({ organisation: OrganisationRef, role: RoleView, since: instant, soon: z.boolean() })),
  })
  .meta({ id: 'NamedAdministrators' });

export const DerogationForm = z.strictObject({
  organisation: organisationId,
  account: accountId.describe('For whom'),
  exception: line(300).describe('The rule, and what is allowed instead'),
  why: z.enum(DEROGATION_REASONS),
  measures: line(500).describe('What makes up for it meanwhile'),
  until: z.iso.date().describe('Over as that day begins in Paris'),
});
export const DerogationsQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1_000).default(1) });
export const derogationId = z.string().regex(/^drg-[a-z0-9]{1,60}$/);

export const DerogationView = z
  .strictObject({
    id: z.string(),
    person: PersonRef,
    organisation: OrganisationRef,
    exception: z.string(),
    why: z.string(),
    measures: z.string(),
    from: instant,
    until: instant,
    allowedBy: PersonRef,
    state: z.enum(['in-force', 'ending', 'over', 'ended']),
    endedAt: instant.nullable(),
    mayEnd: z.boolean(),
  })
  .meta({ id: 'Derogation' });
export const DerogationPage = z
  .strictObject({ items: z.array(DerogationView), more: z.boolean(), mayAllow: z.array(z.string()).describe('Where I may allow one') })
  .meta({ id: 'DerogationPage' });

export const RegisterFile = z.string().describe('A file: CSV (UTF-8, semicolons) or PDF').meta({ id: 'RegisterFile' });

export type NamedWords = z.infer<typeof NamedView>;
export type NamedRegisterWords = z.infer<typeof NamedRegister>;
export type DerogationWords = z.infer<typeof DerogationView>;
export type DerogationPageWords = z.infer<typeof DerogationPage>;
