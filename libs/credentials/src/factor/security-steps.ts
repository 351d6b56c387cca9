import { works, type Factor } from './factor.ts';

/** Below this many, codes left are few enough to print others. */
export const FEW_CODES = 3;

/**
 * What makes an account hard to take and hard to lose, the most useful first. Each is advice; what a role requires is
 * said apart.
 */
export const SECURITY_STEPS = [
  { step: 'factor', done: (held: readonly Factor[]) => held.some(({ kind }) => kind !== 'recovery') },
  { step: 'codes', done: (held: readonly Factor[]) => held.some(({ kind, left = 0 }) => kind === 'recovery' && left >= FEW_CODES) },
  { step: 'passkey', done: (held: readonly Factor[]) => held.some(({ kind }) => kind === 'passkey') },
  { step: 'spare', done: (held: readonly Factor[]) => held.filter(({ kind }) => kind !== 'recovery').length > 1 },
] as const;
export type SecurityStep = (typeof SECURITY_STEPS)[number]['step'];

/** How far a person has come, and what to do next; nothing when all is done. */
export function securityOf(factors: readonly Factor[]): {
  readonly done: readonly SecurityStep[];
  readonly next: SecurityStep | undefined;
} {
  const held = factors.filter(works);
  const done = SECURITY_STEPS.filter((each) => each.done(held)).map(({ step }) => step);
  return { done, next: SECURITY_STEPS.find(({ step }) => !done.includes(step))?.step };
}
