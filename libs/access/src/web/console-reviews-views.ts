import { OrganisationRef, PersonRef, accountId, instant, organisationId } from '@habilis/accounts/web';
import { ONE_LINE } from '@habilis/kernel';
import { z } from 'zod';
import { DECISIONS, ITEM_STATES, PROPOSALS, REVIEW_REASONS, SILENCES } from '../review/review.ts';
import { RoleView, anyGrantId } from './console-views.ts';

export const reviewId = z.string().regex(/^rev-[a-z0-9]{1,60}$/);
const role = z
  .string()
  .max(80)
  .regex(/^([a-z][a-z0-9-]*:)?[a-z][a-z0-9-]*$/);
const count = z.int().min(0);
const offset = z.coerce.number().int().min(0).max(100_000).default(0).describe('How many to pass over');

export const ReviewsQuery = z.strictObject({ offset });
export const ReviewItemsQuery = z.strictObject({
  offset,
  state: z.enum(ITEM_STATES).optional(),
  proposal: z.enum(PROPOSALS).optional(),
  structure: organisationId.optional(),
});
export const ReportQuery = z.strictObject({ format: z.enum(['csv', 'pdf']) });

export const ReviewForm = z
  .strictObject({
    organisation: organisationId,
    title: z.string().trim().min(1).max(80).regex(ONE_LINE),
    roles: z.array(role).max(100).describe('As GET roles names them; empty: all'),
    structures: z.array(organisationId).max(500).describe('Empty: the organisation and all below it'),
    reviewers: z.array(z.strictObject({ structure: organisationId, account: accountId })).max(500),
    silence: z.enum(SILENCES).describe('What becomes of what nobody confirmed'),
    deadline: z.iso.date().describe('Over as that day begins in Paris'),
  })
  .meta({ id: 'ReviewForm' });

export const ReviewDecisionForm = z
  .strictObject({
    grants: z.array(anyGrantId).min(1).max(500),
    decision: z.enum(DECISIONS),
    why: z.enum([...REVIEW_REASONS.keep, ...REVIEW_REASONS.remove]),
  })
  .meta({ id: 'ReviewDecisionForm' });

const Progress = z.strictObject(
  Object.fromEntries(ITEM_STATES.map((each) => [each, count])) as Record<(typeof ITEM_STATES)[number], typeof count>,
);

export const ReviewView = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    organisation: OrganisationRef,
    roles: z.array(RoleView).describe('Empty: all'),
    structures: z.array(OrganisationRef),
    silence: z.enum(SILENCES),
    deadline: instant,
    startedAt: instant,
    startedBy: PersonRef,
    over: z.boolean(),
    progress: Progress.describe('How many roles are in each state'),
  })
  .meta({ id: 'Review' });

export const ReviewPage = z.strictObject({ items: z.array(ReviewView), more: z.boolean() }).meta({ id: 'ReviewPage' });

export const ReviewItemView = z
  .strictObject({
    grant: z.string(),
    person: PersonRef.nullable().describe('Null: the members of a structure hold it'),
    structure: OrganisationRef.nullable().describe('Whose members hold it; null: a person does'),
    reaches: count.describe('How many people hold it now'),
    role: RoleView,
    organisation: OrganisationRef,
    since: instant,
    until: instant.nullable().describe('The end the role had before the review'),
    reviewer: PersonRef.nullable().describe('Null: whoever may review there'),
    proposal: z.enum(PROPOSALS).nullable().describe('What speaks for removing it'),
    state: z.enum(ITEM_STATES),
    why: z.string().nullable(),
    decidedBy: PersonRef.nullable(),
    decidedAt: instant.nullable(),
    own: z.boolean().describe('I hold it, by myself or as a member'),
    mayDecide: z.boolean().describe('False for one’s own'),
  })
  .meta({ id: 'ReviewItem' });
export const ReviewItemPage = z.strictObject({ items: z.array(ReviewItemView), more: z.boolean() }).meta({ id: 'ReviewItemPage' });

export const StartAnswer = z
  .strictObject({
    preview: z.boolean(),
    id: z.string().nullable(),
    items: count,
    shared: count.describe('Of them, the roles of structures’ members'),
    people: count.describe('Who holds one now, by themselves or as a member'),
    proposals: z.strictObject({ unused: count, orphan: count, 'situation-changed': count, 'reaches-nobody': count }),
  })
  .meta({ id: 'ReviewStarted' });

export const DecidedAnswer = z
  .strictObject({
    preview: z.boolean(),
    done: z.array(z.string()),
    refused: z.array(z.strictObject({ grant: z.string(), code: z.string(), sentence: z.string() })),
  })
  .meta({ id: 'ReviewDecided' });

export const ReportFile = z.string().describe('A file: CSV (UTF-8, semicolons) or PDF').meta({ id: 'ReviewReport' });

export type ReviewWords = z.infer<typeof ReviewView>;
export type ReviewItemWords = z.infer<typeof ReviewItemView>;
export type ReviewFormWords = z.infer<typeof ReviewForm>;
export type StartAnswerWords = z.infer<typeof StartAnswer>;
export type DecidedWords = z.infer<typeof DecidedAnswer>;
