import { z } from 'zod';
import { assurance, NAME, sentence } from './policy-names.ts';

const organisation = z.string().min(1).max(80);
const values = z.record(z.string(), z.unknown());

/** Someone of the examples; in conditions their `me.id` and `me.subject` are `me`. */
export const Person = z.strictObject({
  fr: sentence('Who they are'),
  en: sentence('Who they are, in English').optional(),
  organisations: z.array(organisation).default([]).describe('Where they belong'),
  roles: z
    .array(
      z.strictObject({
        role: NAME.anyRole.describe('A role of this file, or of another with its portal in front'),
        in: organisation.describe('Where it was granted'),
        with: z.array(organisation).default([]).describe('The organisations below it'),
        under: z.array(organisation).default([]).describe('The organisations above it'),
      }),
    )
    .default([])
    .describe('What was granted to them; roles held without a grant follow from the rest'),
  assurance: assurance.optional(),
  facts: values.default({}).describe('The rest of what is known of them: `me.professions`, `engagement.purposes`'),
});

/** A thing of the examples. */
export const Thing = z.strictObject({ on: NAME.anyType, is: values.describe('Its attributes') });

/** One question and the answer it must have, whatever becomes of the policy. */
export const Case = z.strictObject({
  fr: sentence('What it shows, as a sentence'),
  en: sentence('The same in English').optional(),
  who: NAME.slug.describe('One of `people`'),
  does: NAME.action,
  thing: NAME.slug.describe('One of `things`'),
  with: values.default({}).describe('Attributes that differ this time; null takes one away'),
  context: values.default({}).describe('What the portal declares: its purpose'),
  field: NAME.field.optional().describe('The field that is asked for; absent: the whole thing'),
  at: z.iso.datetime({ offset: true }).default('2026-03-02T10:00:00+01:00').describe('When, with its offset'),
  expect: z
    .union([
      z.strictObject({ allowed: NAME.rule.describe('The rule that allows') }),
      z.strictObject({ refused: NAME.rule.describe('no-role, no-need-to-know, assurance, unknown-type, or the separation that denies') }),
    ])
    .describe('The answer, and what gives it'),
});
export type Case = z.infer<typeof Case>;
export type Person = z.infer<typeof Person>;
