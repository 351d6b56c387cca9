export { AuthzenController, AuthzenSettings } from './authzen.controller.ts';
export * from './authzen-forms.ts';
export { Calling, CallingClientGuard, EngagingClientGuard, identifiedFirst } from './calling-client.ts';
export { EngagementsController } from './engagements.controller.ts';
export * from './engagement-forms.ts';
export * from './console.ts';
export { SearchController } from './search.controller.ts';
export * from './search-forms.ts';
export { BreakGlassController } from './break-glass.controller.ts';
