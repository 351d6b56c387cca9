import { OrganisationRef, PersonRef, accountId, instant, organisationId } from '@habilis/accounts/web';
import { ONE_LINE } from '@habilis/kernel';
import { z } from 'zod';
import { ACTION_STATES, GIVING_UP_REASONS, REVIEW_FINDINGS } from '../review/action.ts';
import { DECISIONS, ITEM_STATES, PROPOSALS, REVIEW_REASONS, SILENCES } from '../review/review.ts';
import { RoleView, anyGrantId } from './console-views.ts';

export const actionId = z.string().regex(/^rva-[a-z0-9]{1,60}$/);
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
  unplanned: z.enum(['true', 'false']).default('false').describe('Only what was found and of which no action was made'),
});
export const ReviewActionsQuery = z.strictObject({ offset, state: z.enum(ACTION_STATES).optional() });
export const ReportQuery = z.strictObject({ format: z.enum(['csv', 'pdf']) });

const reviewer = {
  account: accountId,
  substitute: accountId.nullable().default(null).describe('For what the first holds, and should they not come to it'),
};

export const ReviewForm = z
  .strictObject({
    organisation: organisationId,
    title: z.string().trim().min(1).max(80).regex(ONE_LINE),
    roles: z.array(role).max(100).describe('As GET roles names them; empty: all'),
    structures: z.array(organisationId).max(500).describe('Empty: the organisation and all below it'),
    reviewers: z
      .array(z.strictObject({ structure: organisationId, ...reviewer }))
      .max(500)
      .describe('Who reviews the roles of a structure'),
    otherwise: z.strictObject(reviewer).nullable().default(null).describe('Who reviews elsewhere; null: whoever may'),
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

const counts = <State extends string>(states: readonly State[]) =>
  Object.fromEntries(states.map((each) => [each, count])) as Record<State, typeof count>;

const Progress = z.strictObject({
  ...counts(ITEM_STATES),
  unplanned: count.describe('Found wanting, without an action'),
  actions: z.strictObject(counts(ACTION_STATES)).describe('The plan of action'),
});

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
    mayPlan: z.boolean().describe('I may plan actions about the review as a whole'),
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
    substitute: PersonRef.nullable(),
    proposal: z.enum(PROPOSALS).nullable().describe('What speaks for removing it'),
    state: z.enum(ITEM_STATES),
    why: z.string().nullable(),
    decidedBy: PersonRef.nullable(),
    decidedAt: instant.nullable(),
    own: z.boolean().describe('I hold it, by myself or as a member'),
    mayDecide: z.boolean().describe('False for one’s own'),
    mayPlan: z.boolean().describe('I may make an action of what was found about it'),
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
    shares: z
      .array(z.strictObject({ person: PersonRef.nullable(), items: count, passed: count }))
      .describe('How many fall to each, and how many of them would have been the own of who comes before; null: whoever may review there'),
    places: z.array(z.strictObject({ organisation: OrganisationRef, items: count })).describe('The structures that may be chosen'),
    refused: z.strictObject({ code: z.string(), sentence: z.string() }).nullable().describe('Why it may not be started so'),
  })
  .meta({ id: 'ReviewStarted' });

export const DecidedAnswer = z
  .strictObject({
    preview: z.boolean(),
    done: z.array(z.string()),
    refused: z.array(z.strictObject({ grant: z.string(), code: z.string(), sentence: z.string() })),
  })
  .meta({ id: 'ReviewDecided' });

const text = z.string().trim().min(3).max(300).regex(ONE_LINE);

export const PlanActionForm = z
  .strictObject({
    grant: anyGrantId.nullable().describe('The role it is about; null: the review as a whole'),
    finding: z.enum(REVIEW_FINDINGS),
    task: text.describe('What is to be done'),
    owner: accountId.describe('Who has to do it'),
    due: z.iso.date().describe('The last day on which it is in time, in Paris'),
  })
  .meta({ id: 'ReviewActionForm' });

export const SettleActionForm = z
  .discriminatedUnion('as', [
    z.strictObject({ as: z.literal('done'), done: text.describe('What was done') }),
    z.strictObject({ as: z.literal('given-up'), why: z.enum(GIVING_UP_REASONS) }),
  ])
  .meta({ id: 'SettleActionForm' });

export const ReviewActionView = z
  .strictObject({
    id: z.string(),
    grant: z.string().nullable().describe('The role it is about; null: the review as a whole'),
    person: PersonRef.nullable(),
    structure: OrganisationRef.nullable(),
    role: RoleView.nullable(),
    organisation: OrganisationRef,
    finding: z.enum(REVIEW_FINDINGS),
    task: z.string(),
    owner: PersonRef,
    due: z.iso.date().describe('The last day on which it is in time, in Paris'),
    state: z.enum(ACTION_STATES),
    plannedBy: PersonRef,
    plannedAt: instant,
    done: z.string().nullable(),
    givenUp: z.enum(GIVING_UP_REASONS).nullable(),
    closedBy: PersonRef.nullable(),
    closedAt: instant.nullable(),
    maySettle: z.boolean(),
  })
  .meta({ id: 'ReviewAction' });
export const ReviewActionPage = z.strictObject({ items: z.array(ReviewActionView), more: z.boolean() }).meta({ id: 'ReviewActionPage' });

export const ReportFile = z.string().describe('A file: CSV (UTF-8, semicolons) or PDF').meta({ id: 'ReviewReport' });

export type ReviewWords = z.infer<typeof ReviewView>;
export type ReviewActionWords = z.infer<typeof ReviewActionView>;
export type PlanActionFormWords = z.infer<typeof PlanActionForm>;
export type SettleActionFormWords = z.infer<typeof SettleActionForm>;
export type ReviewItemWords = z.infer<typeof ReviewItemView>;
export type ReviewFormWords = z.infer<typeof ReviewForm>;
export type StartAnswerWords = z.infer<typeof StartAnswer>;
export type DecidedWords = z.infer<typeof DecidedAnswer>;
