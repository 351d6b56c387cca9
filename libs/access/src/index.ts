export * from './standing.ts';
export { askerAt, grantState, type Asker, type Door, type GrantState, type HeldGrant, type HeldRole, type Holding } from './holding.ts';
export { covers, GRANT_REASONS, REVOKE_REASONS, type Grant, type GrantReason, type RevokeReason } from './grant.ts';
export { GrantRole, type GrantRequest } from './grant-role.ts';
export { RevokeRole } from './revoke-role.ts';
export { AskForRole } from './ask-for-role.ts';
export { DecideRoleRequest, type RequestAnswer, type RequestDecision } from './decide-role-request.ts';
export { WithdrawRoleRequest } from './withdraw-role-request.ts';
export { nextStep, REQUEST_REFUSALS, requestState, type RequestRefusal, type RequestState, type RoleRequest } from './role-request.ts';
export { type Engagement, type Kept, type Told } from './engagement.ts';
export { KeepEngagements, MOST_ENGAGEMENTS, type Telling } from './keep-engagements.ts';
export { pairKey, type Pair, type Tie } from './tie.ts';
export { breakGlassState, FINDINGS, type BreakGlass, type BreakGlassState, type Finding } from './break-glass.ts';
export { OpenBreakGlass, type EmergencyRequest } from './open-break-glass.ts';
export { ReviewBreakGlass } from './review-break-glass.ts';
export { Callers } from './callers.ts';
export { loadPolicy, policyTexts } from './load-policy.ts';
export { ChangePolicy } from './policy/change-policy.ts';
export { PolicyCounts, RunDry } from './policy/dry-run.ts';
export { importPolicy } from './policy/import-policy.ts';
export { LivePolicy } from './policy/live-policy.ts';
export { PolicyPlaces, PolicyStore, type KnownVersion } from './policy/policy-store.ts';
export { POLICY_REASONS, type PolicyVersion, type Publication } from './policy/policy-version.ts';
export { lintPolicy, type Lint } from './policy/lint-policy.ts';
export { policySchema } from './policy/policy-schema.ts';
export { type PolicyTexts } from './policy/read-policy.ts';
export { PolicyDocument } from './policy-document.ts';
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
} from './policy.ts';
export { judge } from './judge.ts';
export {
  CallingClients,
  Candidates,
  ClientRoles,
  DenialStore,
  Doors,
  Emergencies,
  Engagements,
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
} from './ports.ts';
export { Evaluate, DENIALS, SEMANTICS, type Asked, type Denial, type Semantic, type Verdict } from './evaluate.ts';
export { Denials, type DenialsOptions } from './denials.ts';
export { Pseudonyms } from './pseudonyms.ts';
export { ExplainAccess, type Missing, type WhyAnswer, type WhyQuestion } from './explain-access.ts';
export { SearchAccess, MOST_RESULTS, type Found } from './search-access.ts';
export { explain, type Explanation } from './explain.ts';
export type { Judgement, Question } from './judge.ts';
export { StartReview, type ReviewRequest } from './review/start-review.ts';
export { DecideReview, type Decided, type ReviewDecision } from './review/decide-review.ts';
export { ReadReviews } from './review/read-reviews.ts';
export { Reviews } from './review/ports.ts';
export { RemindReviewers } from './review/remind-reviewers.ts';
