export { ConsoleDoubtsController } from './console-doubts.ts';
export * from './console-doubts-views.ts';
export { ConsoleDerogationsController } from './console-derogations.ts';
export { ConsoleDesignationsController } from './console-designations.ts';
export * from './console-registers-views.ts';
export {
  ConsoleStructureGrantsController,
  StructureGrantPage,
  StructureGrantView,
  type StructureGrantWords,
} from './console-structure-grants.ts';
export { ConsoleElevationsController } from './console-elevations.ts';
export { ConsoleGrantsController } from './console-grants.ts';
export { ConsoleMeController } from './console-me.ts';
export { StandingReaches } from './console-reaches.ts';
export { ConsoleEmergenciesController } from './console-emergencies.ts';
export { ConsoleRoleRequestsController } from './console-role-requests.ts';
export { ConsoleWhyController } from './console-why.ts';
export * from './console-request-views.ts';
export { ConsoleSheetController } from './console-sheet.ts';
export { ActionWords, ConsoleReviewActionsController } from './console-review-actions.ts';
export { ConsoleReviewsController } from './console-reviews.ts';
export * from './console-ports.ts';
export { reasonsOf } from './console-reasons.ts';
export * from './console-reviews-views.ts';
export * from './console-views.ts';
export { ConsolePoliciesController } from './console-policies.ts';
export * from './console-policy-views.ts';
