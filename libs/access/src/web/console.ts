export { ConsoleDoubtsController } from './console-doubts.ts';
export * from './console-doubts-views.ts';
export { ConsoleGrantsController } from './console-grants.ts';
export { ConsoleMeController } from './console-me.ts';
export { StandingReaches } from './console-reaches.ts';
export { ConsoleSheetController } from './console-sheet.ts';
export * from './console-ports.ts';
export * from './console-views.ts';
