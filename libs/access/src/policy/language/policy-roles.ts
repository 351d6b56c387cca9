import { z } from 'zod';
import { assurance, NAME, words } from './policy-names.ts';

/** What bounds the granting and the use of a role; an organisation may make each of them narrower. */
const LIMITS = {
  grantedBy: z.array(NAME.role).min(1).optional().describe('Roles of Habilis that may grant and revoke it; absent: nobody grants it'),
  maxDays: z.int().positive().optional().describe('A grant ends within so many full days; absent: it may have no end'),
  approvedBy: z
    .array(NAME.role)
    .min(1)
    .optional()
    .describe('Roles of Habilis, of which one other person must approve each grant; absent: the granter decides alone'),
  assurance: assurance.optional().describe('The role is worth something from this level of proof of identity on'),
};

const Elevation = z.strictObject({
  minutes: z.int().min(1).max(480).describe('How long it is put on, at most'),
  assurance: assurance.default(2).describe('Level of proof asked again at that moment'),
  approved: z.boolean().default(false).describe('Someone of `approvedBy` agrees each time'),
});

/** A name under which a policy gives rights. @fr rôle */
export const Role = z.strictObject({
  ...words,
  implied: z
    .enum(['account', 'membership'])
    .optional()
    .describe('Held without a grant: by whoever has an account, or a place in an organisation'),
  ...LIMITS,
  fourEyes: z.boolean().default(false).describe('Whoever grants and whoever approves are two people, none of them the holder'),
  requestable: z.boolean().default(false).describe('It is in the catalogue: people of the organisation may ask for it'),
  designated: z.boolean().default(false).describe('Its holders are in the register of named administrators, with their act of designation'),
  elevation: Elevation.optional().describe('Not worn at all times: put on for a while, with a reason; absent: worn as long as it is held'),
  keepOne: z.boolean().default(false).describe('The last effective holder in an organisation cannot be revoked'),
});
export type Role = z.infer<typeof Role>;

/** What an organisation asks for above the policy; what is wider than the policy changes nothing. */
export const Narrowing = z.strictObject({
  ...LIMITS,
  fourEyes: z.literal(true).optional().describe('Two people are needed'),
  requestable: z.literal(false).optional().describe('Nobody asks for it here'),
});
export type Narrowing = z.infer<typeof Narrowing>;
