import { z } from 'zod';
import { KINDS } from './condition.ts';
import { Case, Person, Thing } from './policy-cases.ts';
import { assurance, NAME, sentence, source, why, words } from './policy-names.ts';
import { Narrowing, Role } from './policy-roles.ts';

/** Where the JSON Schema puts the language of conditions; what they may say is read elsewhere, with better words. */
export const CONDITION = 'A condition: `attribute: { operator: value }`, or all, any, none with a list';
const where = z.record(z.string(), z.unknown()).describe(CONDITION);

const Attribute = z.strictObject({
  fr: sentence('What it is, with its article, as people read it in a rule: la structure qui tient le dossier').optional(),
  en: sentence('The same in English').optional(),
  is: z.enum(KINDS).describe('What it holds; an instant is written ISO 8601 with its offset'),
  of: z.array(z.string()).min(1).optional().describe('The texts that a condition may compare it with'),
});
const attributes = z.record(NAME.attribute, Attribute);

const BreakGlass = z.strictObject({
  roles: z.array(NAME.role).min(1).describe('Whose holders may, without need to know: roles of this file'),
  may: z.array(NAME.action).min(1).describe('What they may then do'),
  motives: z.record(NAME.slug, z.strictObject(words)).describe('The closed list of motives that they choose from'),
  minutes: z.int().min(5).max(1440).describe('How long it lasts'),
  reviewDays: z.int().min(1).max(30).describe('Within how many full days the security officer must have closed the review'),
  assurance: assurance.default(1),
});

const Type = z.strictObject({
  ...words,
  actions: z.array(NAME.action).min(1).describe('All that can be done to it'),
  attributes: attributes.describe('What rules may look at; `id` is always there'),
  fields: z.array(NAME.field).min(1).optional().describe('What may be opened apart: rules say which; absent: all or nothing'),
  engagements: z.boolean().default(false).describe('Its portal keeps with us who takes part in what: rules read `engagement.purposes`'),
  breakGlass: BreakGlass.optional().describe('It may be opened in an emergency; absent: it may not'),
});

const Rule = z.strictObject({
  id: NAME.rule,
  roles: z.array(NAME.role).min(1).describe('Who may: roles of this file, or roles of Habilis that are held without a grant'),
  may: z.array(NAME.action).min(1).describe('What they may do'),
  on: NAME.type,
  fields: z.array(NAME.field).min(1).optional().describe('Only these fields; absent: the whole thing'),
  purposes: z.array(NAME.slug).min(1).optional().describe('Only for these purposes, as declared in `context.purpose`'),
  assurance: assurance.optional().describe('Only from this level of proof of identity on; below it, the portal is told to ask for more'),
  where,
  source,
  ...why,
});

const Separation = z.strictObject({
  id: NAME.rule,
  never: z.array(NAME.action).min(1).describe('What nobody may do, whatever their roles'),
  on: NAME.anyType,
  where,
  source,
  ...why,
});

const Apart = z
  .strictObject({
    id: NAME.rule,
    roles: z.array(NAME.anyRole).min(2).optional().describe('Nobody holds two of these at once in one organisation'),
    duties: z
      .array(z.strictObject({ may: z.array(NAME.action).min(1), on: NAME.type }))
      .length(2)
      .optional()
      .describe('Nobody holds roles that give both'),
    source,
    ...why,
  })
  .refine(({ roles, duties }) => (roles === undefined) !== (duties === undefined), { error: 'écrivez `roles` ou `duties`, l’un des deux' });

/**
 * One policy file, of one scope: the product (neither `portal` nor `organisation`), a portal, or an organisation.
 *
 * A portal adds types and roles of its own. An organisation adds none: it narrows what is granted in it.
 */
export const PolicyDocument = z.strictObject({
  portal: NAME.slug.describe('client_id of the portal whose types and roles these are').optional(),
  organisation: z
    .string()
    .regex(/^org-[a-z0-9-]+$/)
    .optional()
    .describe('The organisation that this file narrows, with what lies below it'),
  ...words,
  purposes: z.record(NAME.slug, z.strictObject(words)).optional().describe('Why things are opened: the values of `context.purpose`'),
  types: z.record(NAME.type, Type).default({}),
  says: z
    .record(z.string(), z.strictObject({ fr: z.string().min(2).max(100), en: z.string().min(2).max(100) }))
    .default({})
    .describe('What actions (infinitives: prendre rendez-vous) and fields (with their article) are called; absent: their names'),
  context: attributes.default({}).describe('What a portal may declare about its question, read as `context.<name>`'),
  roles: z.record(NAME.role, Role).default({}),
  rules: z.array(Rule).default([]),
  separations: z.array(Separation).default([]).describe('What nobody does: they win over every rule'),
  apart: z.array(Apart).default([]).describe('Roles, or duties, that nobody holds together'),
  narrows: z.record(NAME.anyRole, Narrowing).default({}).describe('Roles whose limits this organisation makes narrower'),
  people: z.record(NAME.slug, Person).default({}).describe('Who the cases speak of'),
  things: z.record(NAME.slug, Thing).default({}).describe('What the cases speak of'),
  cases: z.array(Case).default([]).describe('Questions and the answers they must have: run before anything is published'),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;
export type Attributes = PolicyDocument['context'];
