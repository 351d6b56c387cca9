import { z } from 'zod';
import { READING_REASONS, type ReadingReason } from '../extent.ts';

export const personId = z.string().regex(/^acc-[a-z0-9-]{1,60}$/);

/** One line of a person's timeline: who did what, when, why, under which article. */
export const FactView = z
  .strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    what: z.string().describe('A stable code: account.approve, hold.absence'),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    why: z.string(),
    source: z.string().nullable(),
    organisation: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Fact' });

export const TimelinePage = z.strictObject({ items: z.array(FactView), next: z.string().nullable() }).meta({ id: 'TimelinePage' });

export const TimelineQuery = z.strictObject({
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  why: z
    .enum(Object.keys(READING_REASONS) as [ReadingReason, ...ReadingReason[]])
    .optional()
    .describe('Why the traces of connections and consultations are read too; without it, acts only'),
});

export type FactWords = z.infer<typeof FactView>;
