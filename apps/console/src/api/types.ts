export type {
  ActAnswerView as ActAnswer,
  ConsoleAct,
  HoldWords as Hold,
  IdentityWords as Identity,
  MemberRowWords as MemberRow,
  MembershipWords as Membership,
  OrganisationWords as Organisation,
  RequestWords as Request,
} from '@habilis/accounts/web';
export type {
  Act,
  ComparisonWords as Comparison,
  DecidedWords as Decided,
  DeliveryWords as Delivery,
  DoubtWords as Doubt,
  GrantWords as Grant,
  LimitWords as Limit,
  MeWords as Me,
  NamedRoleWords as NamedRole,
  ReasonsWords as Reasons,
  PlanActionFormWords as PlanForm,
  ReviewActionWords as ReviewAction,
  ReviewFormWords as ReviewForm,
  ReviewItemWords as ReviewItem,
  ReviewWords as Review,
  RoleWords as Role,
  SettleActionFormWords as SettleForm,
  SheetWords as Sheet,
  StandingWords as Standing,
  StartAnswerWords as ReviewStarted,
} from '@habilis/access/web';
export type {
  RecoveryWords as RecoveryRequest,
  RenewalPreviewWords as RenewalPreview,
  RenewalSheetWords as RenewalSheet,
  RenewalWords as Renewal,
} from '@habilis/credentials/web';
export type { FactWords as Fact } from '@habilis/audit/web';
export type {
  CharterTextWords as CharterText,
  CharterVersionWords as CharterVersion,
  CharterWords as Charter,
  PublishAnswerWords as PublishAnswer,
} from '@habilis/charter/web';
export type { ImportWords as Imported, InvitationWords as Invitation, PastImportWords as PastImport } from '@habilis/credentials/web';

/** One page of a list; `next` is null on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
