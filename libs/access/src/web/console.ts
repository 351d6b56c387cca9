export { ConsoleGrantsController } from './console-grants.ts';
export { ConsoleMeController } from './console-me.ts';
export { ConsoleSheetController } from './console-sheet.ts';
export * from './console-ports.ts';
export * from './console-views.ts';
