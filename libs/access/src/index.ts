export * from './standing.ts';
export { askerAt, grantState, type Asker, type Door, type GrantState, type HeldGrant, type HeldRole, type Holding } from './holding.ts';
export { covers, GRANT_REASONS, REVOKE_REASONS, type Grant, type GrantReason, type RevokeReason } from './grant.ts';
export { GrantRole, type GrantRequest } from './grant-role.ts';
export { RevokeRole } from './revoke-role.ts';
export { type Engagement, type Kept, type Pair, type Told } from './engagement.ts';
export { KeepEngagements, MOST_ENGAGEMENTS, type Telling } from './keep-engagements.ts';
export { Callers } from './callers.ts';
export { loadPolicy } from './load-policy.ts';
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
export { fieldsFor } from './judge.ts';
export {
  CallingClients,
  ClientRoles,
  DenialStore,
  Engagements,
  Grants,
  Holdings,
  Subjects,
  type AskingScope,
  type CallingClient,
  type KeepingOrder,
  type GrantDesk,
  type LockedGrantDesk,
} from './ports.ts';
export { Evaluate, DENIALS, SEMANTICS, type Asked, type Denial, type Semantic, type Verdict } from './evaluate.ts';
export { Denials, type DenialsOptions } from './denials.ts';
export { Pseudonyms } from './pseudonyms.ts';
export { explain, type Explanation } from './explain.ts';
export type { Judgement, Question } from './judge.ts';
