export * from './console-words.ts';
export * from './console-views.ts';
export * from './console-forms.ts';
