export { ConsoleActsController } from './console-acts.ts';
export { ConsoleMembersController } from './console-members.ts';
export { ConsoleRequestsController } from './console-requests.ts';
export * from './console-forms.ts';
export * from './console-ports.ts';
export { holdView, identityView, membershipView, toName } from './console-present.ts';
export * from './console-views.ts';
export * from './console-words.ts';
