export * from './console-views.ts';
