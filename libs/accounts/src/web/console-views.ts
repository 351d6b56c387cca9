import { z } from 'zod';
import { REACH } from '../account.ts';
import { HOLD_KINDS, OrganisationRef, PersonRef, STAGES, instant, pageOf } from './console-words.ts';

/** What an upstream said of a person, as far as an administrator needs it to recognise them. */
export const ProfileView = z
  .strictObject({
    upstream: z.string().describe('The means they signed in with: psc, enrs'),
    activities: z.array(z.string()).describe('In French words, the least privileged first'),
  })
  .meta({ id: 'Profile' });

/** Someone who waits for an administrator's answer. @fr demande d'accès */
export const RequestRow = z
  .strictObject({
    account: z.string(),
    version: z.int().describe('Send it back with the act'),
    givenName: z.string(),
    familyName: z.string(),
    organisation: OrganisationRef,
    since: instant,
    profile: ProfileView.nullable(),
    doubted: z.boolean().describe('Another arrival casts doubt on who this is: settle it first'),
    namesakes: z.int().describe('Other accounts of the same name'),
  })
  .meta({ id: 'Request' });
export const RequestPage = pageOf(RequestRow).meta({ id: 'RequestPage' });

export const MembershipView = z
  .strictObject({
    organisation: OrganisationRef,
    stage: z.enum(['requested', 'active', 'refused', 'ended']),
    from: instant,
    until: instant.nullable(),
  })
  .meta({ id: 'Membership' });

/** One line of the list of members. */
export const MemberRow = z
  .strictObject({
    id: z.string(),
    givenName: z.string(),
    familyName: z.string(),
    stage: z.enum(STAGES),
    reach: z.enum(REACH).describe('How far they can go now, at the best of these places'),
    charter: z.boolean().describe('Whether an answer to the charter of one of them is owed'),
    holds: z.array(z.enum(HOLD_KINDS)).describe('What is felt now'),
    memberships: z.array(MembershipView),
    lastSignInAt: instant.nullable(),
  })
  .meta({ id: 'MemberRow' });
export const MemberPage = pageOf(MemberRow).meta({ id: 'MemberPage' });

export const HoldView = z
  .strictObject({
    id: z.string(),
    kind: z.enum(HOLD_KINDS),
    state: z.enum(['coming', 'felt', 'over']),
    organisation: OrganisationRef.nullable().describe('Null: the whole account'),
    from: instant,
    until: instant.nullable().describe('Null: until lifted'),
    why: z.string(),
    by: PersonRef,
    liftedAt: instant.nullable(),
  })
  .meta({ id: 'Hold' });

export const IdentityView = z
  .strictObject({
    id: z.string(),
    upstream: z.string(),
    nationalId: z.string().nullable().describe('Masked but for its type and its last three characters'),
    profile: ProfileView,
    lastSeenAt: instant,
  })
  .meta({ id: 'Identity' });

export type RequestWords = z.infer<typeof RequestRow>;
export type MemberRowWords = z.infer<typeof MemberRow>;
export type MembershipWords = z.infer<typeof MembershipView>;
export type HoldWords = z.infer<typeof HoldView>;
export type IdentityWords = z.infer<typeof IdentityView>;
