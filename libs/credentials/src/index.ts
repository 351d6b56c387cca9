export * from './assurance.ts';
