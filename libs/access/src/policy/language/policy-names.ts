import { z } from 'zod';
import type { SourceRef } from '@habilis/kernel';

/** Words that mean "everything" to some engine: no role, type, action or field may bear them. */
const EVERYTHING = ['all', 'any', 'none', 'manage', 'everything', 'admin'];

const named = (pattern: RegExp, description: string) =>
  z
    .string()
    .max(60)
    .regex(pattern)
    .refine((name) => !EVERYTHING.includes(name.toLowerCase()), { error: 'ce mot signifie « tout » : rien ne le porte' })
    .describe(description);

export const sentence = (description: string) => z.string().trim().min(3).max(300).describe(description);
export const words = { fr: sentence('What it is, in French, for people'), en: sentence('What it is, in English, for people') };
export const why = { fr: sentence('Why, in French'), en: sentence('Why, in English') };

// prettier-ignore
export const NAME = {
  slug:      named(/^[a-z][a-z0-9-]*$/, 'Lower case and hyphens'),
  role:      named(/^[a-z][a-z0-9-]*$/, 'Name of a role: lower case and hyphens'),
  anyRole:   named(/^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]*$/, 'Name of a role, with its portal in front: dossiers:care-professional'),
  type:      named(/^[A-Z][A-Za-z0-9]*$/, 'Name of a type of thing: PatientFile'),
  anyType:   named(/^([a-z][a-z0-9-]*:)?[A-Z][A-Za-z0-9]*$/, 'Name of a type of thing; in the file of an organisation, with its portal in front'),
  action:    named(/^[a-z][a-z0-9-]*$/, 'Name of an action: lower case and hyphens'),
  attribute: named(/^(?!(id|type)$)[a-z][A-Za-z0-9]*$/, 'Name of an attribute: careTeam; id and type are always there'),
  field:     named(/^[a-z][A-Za-z0-9]*$/, 'Name of a field: personalPhone'),
  rule:      named(/^[a-z][a-z0-9-]*$/, 'Name of the rule, unique in the file; the journal cites it'),
} as const;

export const source = z
  .string()
  .regex(/^([A-Z][A-Z0-9]*\.[A-Za-z0-9.-]+|RFC\d+)$/, { error: 'article inconnu' })
  .transform((text) => text as SourceRef)
  .describe('The article that makes it necessary, as in config/sources.json: CPAM13.4.1');

/** Levels of proof of who someone is: eIDAS low, substantial, high. */
export const assurance = z.int().min(1).max(3).describe('Level of proof of identity: 1 low, 2 substantial, 3 high (eIDAS)');
