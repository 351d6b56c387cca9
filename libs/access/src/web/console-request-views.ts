import { OrganisationRef, PersonRef, instant } from '@habilis/accounts/web';
import { z } from 'zod';
import { FINDINGS } from '../break-glass/break-glass.ts';
import { LimitView, RoleView } from './console-views.ts';

/** A role that somebody asks for. @fr demande d'habilitation */
export const RoleRequestView = z
  .strictObject({
    id: z.string(),
    holder: PersonRef.describe('Who would hold it'),
    role: RoleView,
    organisation: OrganisationRef,
    until: instant.nullable(),
    why: z.string(),
    putsOn: z.int().nullable().describe('It is held already, and would be put on for so many minutes'),
    askedBy: PersonRef,
    askedAt: instant,
    expiresAt: instant,
    endorsedBy: PersonRef.nullable().describe('Who would grant it; a second person approves'),
    state: z.enum(['waiting', 'granted', 'refused', 'withdrawn', 'expired']),
    step: z.enum(['endorse', 'approve']).describe('What it waits for'),
    mine: z.boolean().describe('Whether I may answer'),
  })
  .meta({ id: 'RoleRequest' });
export const RoleRequestPage = z.strictObject({ items: z.array(RoleRequestView), more: z.boolean() }).meta({ id: 'RoleRequestPage' });

/** A file opened without need to know. @fr accès en urgence */
const counted = { opened: z.int(), late: z.int(), justified: z.int(), mistake: z.int(), abuse: z.int() };

export const EmergencyView = z
  .strictObject({
    id: z.string(),
    person: PersonRef,
    organisation: OrganisationRef.nullable(),
    portal: z.string(),
    type: z.string(),
    thing: z.string().describe('A pseudonym: the same file has the same one'),
    motive: z.string(),
    assurance: z.int().nullable().describe('How surely they were recognised, 1 to 3; null: the portal did not tell'),
    openedAt: instant,
    until: instant,
    reviewBy: instant,
    state: z.enum(['to-review', 'late', 'reviewed']),
    reviewedBy: PersonRef.nullable(),
    finding: z.enum(FINDINGS).nullable(),
    recent: z.int().describe('How many this person opened in the 90 days up to it'),
    abuses: z.int().describe('How many of theirs were found to be abuses in a year'),
    mine: z.boolean().describe('Whether I may review it'),
  })
  .meta({ id: 'Emergency' });
export const EmergencyPage = z
  .strictObject({
    items: z.array(EmergencyView),
    more: z.boolean(),
    counts: z
      .strictObject({ ...counted, portals: z.array(z.strictObject({ portal: z.string(), ...counted })) })
      .describe('In the last 365 days, in all and for each portal'),
  })
  .meta({ id: 'EmergencyPage' });

const RuleView = z.strictObject({ id: z.string(), fr: z.string(), en: z.string(), source: z.string() }).meta({ id: 'Rule' });

/** Why somebody may, or may not. @fr pourquoi, pourquoi pas */
export const WhyView = z
  .strictObject({
    allowed: z.boolean(),
    because: z.string().describe('allowed, exceptional, or why not, as coarsely as a portal is told'),
    at: instant,
    policy: z.string().describe('The version of the policy'),
    rule: RuleView.nullable(),
    through: z.strictObject({ role: RoleView, organisation: OrganisationRef.nullable() }).nullable(),
    limits: z.array(LimitView),
    grants: z.array(z.strictObject({ id: z.string(), role: RoleView, organisation: OrganisationRef, state: z.string() })),
    engagements: z.array(z.string()).nullable().describe('Why they take part in it; null: the type keeps none'),
    emergencyUntil: instant.nullable(),
    emergency: z.boolean().describe('Whether it could be opened in an emergency'),
    missing: z.array(
      z.strictObject({
        what: z.enum(['role', 'elevation', 'condition', 'engagement', 'assurance']),
        role: RoleView,
        rule: RuleView,
        givenBy: z.array(RoleView),
      }),
    ),
  })
  .meta({ id: 'Why' });

/** A type of things of a portal, as a question about one is written. */
const WhyType = z
  .strictObject({
    portal: z.string().nullable(),
    portalName: z.string(),
    type: z.string(),
    name: z.string(),
    actions: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    purposes: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    attributes: z.array(z.strictObject({ name: z.string(), words: z.string(), is: z.string() })).describe('What the portal would send'),
  })
  .meta({ id: 'WhyType' });
export const WhyTypes = z.strictObject({ items: z.array(WhyType) }).meta({ id: 'WhyTypes' });

export type WhyTypeWords = z.infer<typeof WhyType>;
export type RoleRequestWords = z.infer<typeof RoleRequestView>;
export type EmergencyWords = z.infer<typeof EmergencyView>;
export type EmergencyPageWords = z.infer<typeof EmergencyPage>;
export type WhyWords = z.infer<typeof WhyView>;
