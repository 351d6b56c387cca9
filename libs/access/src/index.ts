export * from './standing.ts';
export { askerAt, grantState, type Asker, type Door, type GrantState, type HeldGrant, type HeldRole, type Holding } from './holding.ts';
export { covers, GRANT_REASONS, REVOKE_REASONS, type Grant, type GrantReason, type RevokeReason } from './grant/grant.ts';
export { GrantRole, type GrantRequest } from './grant/grant-role.ts';
export { RevokeRole } from './grant/revoke-role.ts';
export { Designations, RecordDesignation } from './register/designation.ts';
export { Derogations, KeepDerogations } from './register/keep-derogations.ts';
export { GrantToStructure, StructureGrants } from './grant/grant-to-structure.ts';
export { Vacancies, WatchVacancies, type Vacancy } from './grant/vacancy.ts';
export { AskForRole } from './grant/ask-for-role.ts';
export { ReadCatalogue, type Offer, type OfferedPlace, type OfferState } from './grant/read-catalogue.ts';
export { DecideRoleRequest, type RequestAnswer, type RequestDecision } from './grant/decide-role-request.ts';
export { WithdrawRoleRequest } from './grant/withdraw-role-request.ts';
export {
  nextStep,
  REQUEST_REFUSALS,
  requestState,
  type RequestRefusal,
  type RequestState,
  type RoleRequest,
} from './grant/role-request.ts';
export { type Engagement, type Kept, type Told } from './engagement/engagement.ts';
export { KeepEngagements, MOST_ENGAGEMENTS, type Telling } from './engagement/keep-engagements.ts';
export { pairKey, type Pair, type Tie } from './engagement/tie.ts';
export { breakGlassState, FINDINGS, type BreakGlass, type BreakGlassState, type Finding } from './break-glass/break-glass.ts';
export { OpenBreakGlass, type EmergencyRequest } from './break-glass/open-break-glass.ts';
export { ReviewBreakGlass } from './break-glass/review-break-glass.ts';
export { ELEVATION_REASONS, within, type Elevation, type ElevationReason } from './elevation/elevation.ts';
export { PutOnRole } from './elevation/put-on-role.ts';
export { PutOffAllRoles } from './elevation/put-off-all-roles.ts';
export { PutOffRole } from './elevation/put-off-role.ts';
export { ReadElevations, type Wearable } from './elevation/read-elevations.ts';
export { Callers } from './decision/callers.ts';
export { loadPolicy, policyTexts } from './policy/language/load-policy.ts';
export { PastPolicies } from './policy/past-policies.ts';
export { ChangePolicy } from './policy/change-policy.ts';
export { PolicyCounts, RunDry } from './policy/dry-run.ts';
export { importPolicy } from './policy/import-policy.ts';
export { LivePolicy } from './policy/live-policy.ts';
export { PolicyPlaces, PolicyStore, type KnownVersion } from './policy/policy-store.ts';
export { POLICY_REASONS, type PolicyVersion, type Publication } from './policy/policy-version.ts';
export { lintPolicy, type Lint } from './policy/lint-policy.ts';
export { policySchema } from './policy/policy-schema.ts';
export { type PolicyTexts } from './policy/read-policy.ts';
export { PolicyDocument } from './policy/language/policy-document.ts';
export {
  limitsOf,
  typeKey,
  type Apart,
  type Cited,
  type Policy,
  type PolicyRole,
  type PolicyRule,
  type RoleLimits,
  type ThingType,
} from './policy/language/policy.ts';
export { judge } from './decision/judge.ts';
export {
  CallingClients,
  Candidates,
  ClientRoles,
  DenialStore,
  Doors,
  Emergencies,
  Engagements,
  Evidence,
  Grants,
  Holdings,
  PastHoldings,
  RoleRequests,
  Subjects,
  Ties,
  type AskingScope,
  type CallingClient,
  type EmergencyPage,
  type KeepingOrder,
  type GrantDesk,
  type LockedGrantDesk,
  type Weighed,
} from './ports.ts';
export { Evaluate, DENIALS, SEMANTICS, type Asked, type Denial, type Semantic, type Verdict } from './decision/evaluate.ts';
export { Denials, type DenialsOptions } from './decision/denials.ts';
export { Pseudonyms } from './pseudonyms.ts';
export { ListCapabilities } from './decision/list-capabilities.ts';
export { ExplainAccess, type Missing, type WhyAnswer, type WhyQuestion } from './decision/explain-access.ts';
export { SearchAccess, MOST_RESULTS, type Found } from './decision/search-access.ts';
export { explain, type Explanation } from './decision/explain.ts';
export type { Judgement } from './decision/judge.ts';
export type { Question } from './decision/question.ts';
export { StartReview, type ReviewRequest } from './review/start-review.ts';
export { DecideReview, type Decided, type ReviewDecision } from './review/decide-review.ts';
export { ReadReviews } from './review/read-reviews.ts';
export { ReviewActions, Reviews } from './review/ports.ts';
export { PlanAction } from './review/plan-action.ts';
export { ReadActions } from './review/read-actions.ts';
export { SettleAction } from './review/settle-action.ts';
export { RemindReviewers } from './review/remind-reviewers.ts';
