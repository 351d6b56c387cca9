import { z } from 'zod';
import type { SourceRef } from '@habilis/kernel';
import { KINDS } from './condition.ts';

/** Words that mean "everything" to some engine: no role, type or action may bear them. */
const EVERYTHING = ['all', 'any', 'none', 'manage', 'everything', 'admin'];

const named = (pattern: RegExp, description: string) =>
  z
    .string()
    .max(60)
    .regex(pattern)
    .refine((name) => !EVERYTHING.includes(name.toLowerCase()), { error: 'ce mot signifie « tout » : rien ne le porte' })
    .describe(description);

const sentence = (description: string) => z.string().trim().min(3).max(300).describe(description);
const words = { fr: sentence('What it is, in French, for people'), en: sentence('What it is, in English, for people') };
const roleName = named(/^[a-z][a-z0-9-]*$/, 'Name of a role: lower case and hyphens');
const typeName = named(/^[A-Z][A-Za-z0-9]*$/, 'Name of a type of thing: PatientFile');
const actionName = named(/^[a-z][a-z0-9-]*$/, 'Name of an action: lower case and hyphens');
const attributeName = named(/^(?!(id|type)$)[a-z][A-Za-z0-9]*$/, 'Name of an attribute: careTeam; id and type are always there');
const ruleId = named(/^[a-z][a-z0-9-]*$/, 'Name of the rule, unique in the file; the journal cites it');
const source = z
  .custom<SourceRef>((text) => typeof text === 'string' && /^([A-Z][A-Z0-9]*\.[A-Za-z0-9.-]+|RFC\d+)$/.test(text), {
    error: 'article inconnu',
  })
  .describe('The article that makes it necessary, as in config/sources.json: CPAM13.4.1');
const where = z.record(z.string(), z.unknown()).describe('The condition: `attribute: { operator: value }`, or all, any, none with a list');

const Attribute = z.strictObject({
  is: z.enum(KINDS).describe('What it holds; an instant is written ISO 8601 with its offset'),
  of: z.array(z.string()).min(1).optional().describe('The texts that a condition may compare it with'),
});

/** One policy file: the types of things of a scope, its roles, what they may do, and what nobody may. */
export const PolicyDocument = z.strictObject({
  portal: named(/^[a-z][a-z0-9-]*$/, 'client_id of the portal whose types and roles these are; absent: Habilis itself').optional(),
  ...words,
  types: z.record(
    typeName,
    z.strictObject({
      ...words,
      actions: z.array(actionName).min(1).describe('All that can be done to it'),
      attributes: z.record(attributeName, Attribute).describe('What rules may look at; `id` is always there'),
    }),
  ),
  context: z
    .record(attributeName, Attribute)
    .default({})
    .describe('What a portal may declare about its question, read as `context.<name>`'),
  roles: z.record(
    roleName,
    z.strictObject({
      ...words,
      implied: z
        .enum(['account', 'membership'])
        .optional()
        .describe('Held without a grant: by whoever has an account, or a place in an organisation'),
      grantedBy: z.array(roleName).min(1).optional().describe('Roles of Habilis that may grant and revoke it; absent: nobody grants it'),
      maxDays: z.int().positive().optional().describe('A grant ends within so many full days; absent: it may have no end'),
      keepOne: z.boolean().default(false).describe('The last effective holder in an organisation cannot be revoked'),
    }),
  ),
  rules: z.array(
    z.strictObject({
      id: ruleId,
      roles: z.array(roleName).min(1).describe('Who may: roles of this file, or roles of Habilis that are held without a grant'),
      may: z.array(actionName).min(1).describe('What they may do'),
      on: typeName,
      where,
      source,
      fr: sentence('Why, in French'),
      en: sentence('Why, in English'),
    }),
  ),
  separations: z
    .array(
      z.strictObject({
        id: ruleId,
        never: z.array(actionName).min(1).describe('What nobody may do, whatever their roles'),
        on: typeName,
        where,
        source,
        fr: sentence('Why, in French'),
        en: sentence('Why, in English'),
      }),
    )
    .default([])
    .describe('They win over every rule'),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;
export type Attributes = PolicyDocument['context'];
