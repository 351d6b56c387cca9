export { ConsoleChartersController } from './console-charters.ts';
export * from './console-charters-views.ts';
