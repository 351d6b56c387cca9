import { z } from 'zod';
import { CONCLUSIONS, ENDINGS, REASONS, type Doubt } from '@habilis/accounts';
import {
  IdentityView,
  MembershipView,
  OrganisationRef,
  PersonRef,
  STAGES,
  cursor,
  instant,
  organisationId,
  pageOf,
} from '@habilis/accounts/web';

const doubt = z.enum(Object.keys(ENDINGS) as [Doubt, ...Doubt[]]).describe('Why the arrival was set aside');
const maskedId = z.string().nullable().describe('Masked but for its type and its last three characters');

export const doubtId = z.string().regex(/^idn-[a-z0-9-]{1,60}$/);
export const DoubtsQuery = z.strictObject({
  organisation: organisationId.optional(),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** An arrival that waits for an administrator to say who it is. @fr identité à vérifier */
export const DoubtRow = z
  .strictObject({
    id: z.string(),
    doubt,
    upstream: z.string().describe('The means they came by: psc, enrs'),
    givenName: z.string(),
    familyName: z.string(),
    nationalId: maskedId,
    account: PersonRef.nullable().describe('The account it casts doubt on'),
    organisation: OrganisationRef.nullable(),
    since: instant,
  })
  .meta({ id: 'Doubt' });
export const DoubtPage = pageOf(DoubtRow).meta({ id: 'DoubtPage' });

/** Someone on record, as far as recognising them asks for. */
const Resembled = z
  .strictObject({
    id: z.string(),
    givenName: z.string(),
    familyName: z.string(),
    stage: z.enum(STAGES),
    createdAt: instant,
    lastSignInAt: instant.nullable(),
    memberships: z.array(MembershipView),
    identities: z.array(IdentityView),
  })
  .meta({ id: 'Resembled' });

/** An arrival beside the people it may be. */
export const ComparisonView = z
  .strictObject({
    id: z.string(),
    doubt,
    since: instant,
    settled: z.boolean(),
    organisation: OrganisationRef.nullable(),
    arrived: z.strictObject({
      upstream: z.string(),
      givenName: z.string(),
      familyName: z.string(),
      nationalId: maskedId,
      otherIds: z.array(z.string()),
      activities: z.array(z.string()),
    }),
    people: z.array(Resembled).describe('The account it casts doubt on first'),
    elsewhere: z.int().describe('How many more there are in organisations that are not mine'),
    endings: z.array(z.enum(CONCLUSIONS)).describe('What can be concluded'),
  })
  .meta({ id: 'Comparison' });

/** Every reason of every conclusion; each conclusion takes its own. */
const reasons = [...new Set(CONCLUSIONS.flatMap((each) => Object.keys(REASONS[each])))] as [string, ...string[]];
export const SettleForm = z.strictObject({
  conclusion: z.enum(CONCLUSIONS),
  why: z.enum(reasons).describe('From the list of the conclusion'),
});
export const SettleAnswer = z.strictObject({ preview: z.boolean(), conclusion: z.enum(CONCLUSIONS) }).meta({ id: 'SettleAnswer' });

export type DoubtWords = z.infer<typeof DoubtRow>;
export type ComparisonWords = z.infer<typeof ComparisonView>;
