export * from './assurance.ts';
export * from './hashing.ts';
export * from './identifier.ts';
export * from './local-sign-in.ts';
export * from './one-time-link.ts';
export * from './password.ts';
export * from './sign-in-with-password.ts';
