import { z } from 'zod';
import { DENIALS, SEMANTICS, type Asked, type Semantic } from '../decision/evaluate.ts';

/** At most so many questions in one call. */
export const MOST = 1_000;

const name = z.string().min(1).max(100);
const id = z.string().min(1).max(300);
const open = (description: string) => z.record(z.string().max(100), z.unknown()).optional().describe(description);

export const SubjectForm = z
  .strictObject({
    type: name.describe('`person`; of any other type nobody is known'),
    id: id.describe('The `sub` under which this portal knows the person'),
    properties: open('Not looked at: who someone is, Habilis knows'),
  })
  .meta({ id: 'AuthzenSubject' });

export const ActionForm = z
  .strictObject({
    name,
    properties: z
      .looseObject({ field: name.optional().describe('The one field of the resource that is asked for; absent: all of it') })
      .optional()
      .describe('The rest is not looked at'),
  })
  .meta({ id: 'AuthzenAction' });

export const ResourceForm = z
  .strictObject({
    type: name,
    id,
    properties: open('The attributes that the policy of this portal declares for the type, and no other').refine(
      (given) => !given || !['type', 'id'].some((taken) => Object.hasOwn(given, taken)),
      { error: 'type and id are said beside, not inside' },
    ),
  })
  .meta({ id: 'AuthzenResource' });

const context = open('What the policy declares, `purpose` for instance, and `acr`, the level of the session; the rest is not looked at');

/** One question. AuthZEN Authorization API 1.0, Access Evaluation. */
export const EvaluationForm = z
  .strictObject({ subject: SubjectForm, action: ActionForm, resource: ResourceForm, context })
  .meta({ id: 'AuthzenEvaluation' });
export type EvaluationForm = z.infer<typeof EvaluationForm>;

const partial = { subject: SubjectForm.optional(), action: ActionForm.optional(), resource: ResourceForm.optional(), context };

/** Several questions; what is said at the top holds for each that does not say otherwise. */
export const EvaluationsForm = z
  .strictObject({
    ...partial,
    evaluations: z.array(z.strictObject(partial)).max(MOST).optional().describe('Absent or empty: one question, the one at the top'),
    options: z.looseObject({ evaluations_semantic: z.enum(SEMANTICS).optional() }).optional(),
  })
  .superRefine(({ evaluations = [], ...top }, problems) => {
    const questions: [object, PropertyKey[]][] =
      evaluations.length > 0 ? evaluations.map((each, at) => [each, ['evaluations', at]]) : [[{}, []]];
    for (const [question, path] of questions) {
      for (const part of ['subject', 'action', 'resource'] as const) {
        if (!(part in question) && !top[part]) problems.addIssue({ code: 'custom', path: [...path, part], message: 'missing' });
      }
    }
  })
  .meta({ id: 'AuthzenEvaluations' });
export type EvaluationsForm = z.infer<typeof EvaluationsForm>;

const sentences = z.strictObject({ fr: z.string(), en: z.string() });

export const DecisionView = z
  .strictObject({
    decision: z.boolean(),
    context: z
      .strictObject({
        reason: z.enum(DENIALS).optional().describe('Stable; the sentence may change'),
        reason_user: sentences.optional().describe('The sentence to show to the person it is about'),
        reason_admin: sentences.optional().describe('The same, to someone else about that person'),
        epoch: z
          .string()
          .optional()
          .describe(
            'Changes with whatever narrows the access of this person: an answer kept under another is worth nothing. Absent: keep none',
          ),
        error: z.strictObject({ status: z.int(), message: z.string() }).optional(),
        exceptional_until: z.iso
          .datetime()
          .optional()
          .describe('With a yes: an emergency stands in for the need to know, until then; show it'),
      })
      .optional()
      .describe('Why not, and for how long an answer may be relied on'),
  })
  .meta({ id: 'AuthzenDecision' });
export type DecisionView = z.infer<typeof DecisionView>;

export const DecisionsView = z
  .union([z.strictObject({ evaluations: z.array(DecisionView) }), DecisionView])
  .meta({ id: 'AuthzenDecisions' });

export const ConfigurationView = z
  .strictObject({
    policy_decision_point: z.url(),
    access_evaluation_endpoint: z.url(),
    access_evaluations_endpoint: z.url(),
    search_subject_endpoint: z.url(),
    search_resource_endpoint: z.url(),
    search_action_endpoint: z.url(),
  })
  .meta({ id: 'AuthzenConfiguration' });
export type ConfigurationView = z.infer<typeof ConfigurationView>;

export function toAsked({ subject, action, resource, context }: EvaluationForm): Asked {
  const { type, id: thing, properties } = resource;
  const field = action.properties?.field;
  return {
    ...{ subject, action: action.name, target: { ...properties, type, id: thing } },
    ...(context && { context }),
    ...(field !== undefined && { field }),
  };
}

/** The questions of a form with their defaults; undefined for the single one that an empty list stands for. */
export function questionsOf({ evaluations = [], options, ...top }: EvaluationsForm): {
  asked: Asked[];
  semantic: Semantic;
  single: boolean;
} {
  const single = evaluations.length === 0;
  const asked = (single ? [{}] : evaluations).map((each) => toAsked({ ...top, ...each } as EvaluationForm));
  return { asked, semantic: options?.evaluations_semantic ?? 'execute_all', single };
}
