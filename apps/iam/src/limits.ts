import { addressOf, type BudgetName, type RateLimits } from '@habilis/http';
import type { RequestHandler } from 'express';

/** What each address spends, by the network address of the caller; refused sign-ins leave facts, and guesses cost. */
// prettier-ignore
const BY_ADDRESS: readonly (readonly [budget: BudgetName, addresses: RegExp])[] = [
  ['sign-in',  /^\/(auth|device|upstream|session|sign-in|report|perte|secours|courriel)(\/|$)/],
  ['page',     /^\/(interaction|moi|recus)(\/|$)/],
  ['decision', /^\/(access|token|me|request)(\/|$)/],
];

/** Counts what callers ask before anything is done for them. */
export function countByAddress(limits: RateLimits): RequestHandler {
  return async (request, _response, next) => {
    const found = BY_ADDRESS.find(([, addresses]) => addresses.test(request.path));
    if (found) await limits.spend(found[0], addressOf(request));
    next();
  };
}

/** Counts what a person or a machine asks once it is known who they are. */
export function countByCaller(limits: RateLimits): RequestHandler {
  return async (request, _response, next) => {
    if (request.path.startsWith('/api/')) {
      const known = request.me !== undefined;
      await limits.spend(known ? 'console' : 'bad-token', known ? request.me!.id : addressOf(request));
    } else if (request.me && request.method !== 'GET' && request.path.startsWith('/moi')) {
      await limits.spend('own-act', request.me.id);
    }
    next();
  };
}
