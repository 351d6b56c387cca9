export * from './account.ts';
export * from './membership.ts';
export { AccountStore } from './ports.ts';
