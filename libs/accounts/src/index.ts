export * from './account.ts';
export * from './membership.ts';
export * from './profile.ts';
export { diffProfiles, type SituationChange } from './profile-diff.ts';
export { activitiesOf, type ChoosableActivity } from './activities.ts';
export { PROFESSIONS, ROLES } from './professions.ts';
export { REASONS, reasonsFor, mustBeReason, type ReasonedAct } from './reasons.ts';
export { recognise, type Arriving, type Doubt, type Identity, type Known, type NationalId, type Recognition } from './identity.ts';
export {
  AccountStore,
  IdentityStore,
  LocalWays,
  type IdentityChange,
  type OwnIdentities,
  type OwnIdentity,
  type SetAside,
} from './ports.ts';
export { knows, mustAct, targetOf, type ActRequest } from './acting.ts';
export { Arrive, type Arrived } from './arrive.ts';
export { attach, type Attachment } from './attach.ts';
export { CompareIdentity, type Resemblance } from './compare-identity.ts';
export { identityFact, LinkIdentity } from './link-identity.ts';
export { UnlinkIdentity } from './unlink-identity.ts';
export { Enrol } from './enrol.ts';
export { enrolledAccount } from './opening.ts';
export { ApproveRequest } from './approve-request.ts';
export { RefuseRequest } from './refuse-request.ts';
export { SuspendAccess, type Suspension } from './suspend-access.ts';
export { SuspendForAbsence, type Absence } from './suspend-for-absence.ts';
export { LiftHold } from './lift-hold.ts';
export { RecordDeparture, type Departure } from './record-departure.ts';
export { CancelDeparture, type DepartureCancelled } from './cancel-departure.ts';
export { AskToJoin } from './ask-to-join.ts';
export { CloseOwnAccount, FRESH_MS, type ClosureReceipt } from './close-own-account.ts';
export { ChangeEmail } from './change-email.ts';
export { PauseOwnAccess, type Pause } from './pause-own-access.ts';
export { AskToReturn } from './ask-to-return.ts';
export { SecureAccount, type Compromise } from './secure-account.ts';
export { OweRenewal, type OwedRenewal } from './owe-renewal.ts';
export { ReadDoubt, type Comparison } from './read-doubt.ts';
export { CONCLUSIONS, ENDINGS, SettleDoubt, type Conclusion, type Settlement } from './settle-doubt.ts';
export * from './reading.ts';
export { ListPeople, ReadSheet } from './read-people.ts';
export { organisationSettings, organisationsOf, type Organisation, type OrganisationSettings } from './organisation.ts';
