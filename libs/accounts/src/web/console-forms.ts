import { z } from 'zod';
import { REACH } from '../account.ts';
import { HOLD_KINDS, OrganisationRef, STAGES, cursor, instant, organisationId } from './console-words.ts';
import { REASONS } from '../reasons.ts';

/** The closed list of an act. */
const why = <A extends keyof typeof REASONS>(act: A) => z.enum(Object.keys(REASONS[act]) as (keyof (typeof REASONS)[A] & string)[]);

const limit = z.coerce.number().int().min(1).max(100).default(50);

export const RequestsQuery = z.strictObject({ organisation: organisationId.optional(), cursor: cursor.optional(), limit });

export const MembersQuery = z.strictObject({
  q: z.string().trim().max(80).optional().describe('The beginning of a name, accents and case aside'),
  stage: z.enum(STAGES).optional(),
  hold: z
    .enum([...HOLD_KINDS, 'any'])
    .optional()
    .describe('Felt now'),
  organisation: organisationId.optional(),
  cursor: cursor.optional(),
  limit,
});

/** `?preview=true` says what would happen and writes nothing. */
export const ActQuery = z.strictObject({ preview: z.enum(['true', 'false']).default('false') });

const version = z.int().positive().describe('The version seen; when someone changed the account since, 409 account.stale');
const day = z.iso.date().describe('A day in Paris');

export const ApproveForm = z.strictObject({ organisation: organisationId, why: why('approve'), version });
export const RefuseForm = z.strictObject({ organisation: organisationId, why: why('refuse'), version });
export const SuspendForm = z.strictObject({
  organisation: organisationId.nullable().describe('Null: the whole account'),
  why: why('suspend'),
  from: day.nullable().describe('Begins with that day; null: now'),
  until: day.nullable().describe('Ends as that day begins; null: until lifted'),
  version,
});
export const AbsenceForm = SuspendForm.extend({ why: why('absence') });
export const LiftForm = z.strictObject({ why: why('lift'), version });
export const DepartureForm = z.strictObject({
  organisation: organisationId,
  why: why('departure'),
  on: day.nullable().describe('The first day without access; null: now'),
  version,
});

export const StayForm = z.strictObject({ organisation: organisationId, why: why('stay'), version });

/** Every act of the console, as its reasons and its sentences are called. */
export const CONSOLE_ACTS = ['approve', 'refuse', 'suspend', 'absence', 'lift', 'departure', 'stay', 'grant', 'revoke'] as const;
export type ConsoleAct = (typeof CONSOLE_ACTS)[number];

/** What an act does, or would do, to the person's access. */
export const Consequences = z
  .strictObject({
    act: z.enum(CONSOLE_ACTS),
    organisation: OrganisationRef.nullable().describe('Where; null: everywhere'),
    from: instant.describe('When it takes effect'),
    until: instant.nullable(),
    reach: z.strictObject({ before: z.enum(REACH), after: z.enum(REACH) }).describe('How far the person can go, once in effect'),
    sessions: z.int().describe('Sessions that end'),
    portals: z.array(z.string()).describe('Portals that are told'),
    vacant: z.array(OrganisationRef).describe('Organisations left without a holder of a role that must be held: an administrator'),
  })
  .meta({ id: 'Consequences' });

export const ActAnswer = z
  .strictObject({
    preview: z.boolean(),
    consequences: Consequences,
    version: z.int().describe('The version after the act; the one seen when it is a preview'),
    undo: z
      .strictObject({ act: z.enum(['lift', 'stay', 'revoke']), id: z.string() })
      .nullable()
      .describe('The act that takes it back, when there is one, and on what: a hold, a grant, or the organisation one stays in'),
  })
  .meta({ id: 'ActAnswer' });

export type ActAnswerView = z.infer<typeof ActAnswer>;
