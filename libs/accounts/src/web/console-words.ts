import { z } from 'zod';
import { HOLDS, STAGE_REACH } from '../account.ts';

const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as K[];

/**
 * The words of the console's API that more than one room uses.
 *
 * One schema is the type, the validation and the OpenAPI document. Instants are ISO 8601 in UTC; days are
 * days in Paris.
 */
export const STAGES = keys(STAGE_REACH);
export const HOLD_KINDS = keys(HOLDS);

export const instant = z.iso.datetime().describe('An instant, ISO 8601 in UTC');
export const accountId = z.string().regex(/^acc-[a-z0-9-]{1,60}$/);
export const holdId = z.string().regex(/^hold-[a-z0-9-]{1,60}$/);
export const organisationId = z.string().regex(/^org-[a-z0-9-]{1,60}$/);
export const cursor = z.string().min(1).max(300).describe('Where the previous page stopped, as it was given');

export const OrganisationRef = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: 'OrganisationRef', description: 'An organisation, by its id and its name' });

export const PersonRef = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: 'PersonRef', description: 'Who did it: a person, a machine client or a part of the system' });

/** One page of a list; `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next: cursor.nullable() });

export type OrganisationWords = z.infer<typeof OrganisationRef>;
export type PersonWords = z.infer<typeof PersonRef>;
