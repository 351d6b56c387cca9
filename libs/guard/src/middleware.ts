import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerOf, type TokenOf } from './bearer.ts';
import { needOf, type Addressed, type Asking, type IdFrom } from './can.ts';
import type { Admission, Guard, Need } from './guard.ts';
import { Refused } from './refused.ts';
import type { Recognition } from './step-up.ts';

export type Next = (error?: unknown) => void;
export type Middleware<R, S = ServerResponse> = (request: R, response: S, next: Next) => Promise<void>;

export interface MiddlewareOptions<R, S = ServerResponse> {
  /** `bearerOf` when absent. */
  readonly tokenOf?: TokenOf<R>;
  /** What a refused request is answered; problem+json when absent. A portal of pages shows one, or sends to sign in. */
  readonly refuse?: (refused: Refused, request: R, response: S, next: Next) => void;
}

const admitted = new WeakMap<object, Admission>();

/** Who was let in, and by which decision. @throws Error on an address that no guard keeps */
export function admissionOf(request: object): Admission {
  const admission = admitted.get(request);
  if (!admission) throw new Error('this address is not guarded');
  return admission;
}

/** Remembers who was let in with this request. */
export function remember(request: object, admission: Admission): void {
  admitted.set(request, admission);
}

/** Middleware for Express, Connect, and whatever calls `(request, response, next)`. */
export function middleware<R extends IncomingMessage & Addressed, S extends ServerResponse = ServerResponse>(
  guard: Guard,
  options: MiddlewareOptions<R, S> = {},
) {
  const { tokenOf = bearerOf, refuse = answer } = options;
  const keeping =
    (need: (request: R) => Need): Middleware<R, S> =>
    async (request, response, next) => {
      try {
        const presented = tokenOf(request);
        if (!presented) throw new Refused('no-token');
        remember(request, await guard.admit(presented, need(request)));
      } catch (error) {
        // What the portal itself throws on the way is its own affair: it is not let in either.
        return error instanceof Refused ? refuse(error, request, response, next) : next(error);
      }
      next();
    };
  return {
    /** Whoever is signed in, at that level. */
    signedIn: (recognition: Recognition = {}): Middleware<R, S> => keeping(() => recognition),
    /** Whoever may do `action` to the thing whose id the request gives. */
    can: (action: string, type: string, idFrom: IdFrom<R>, asking: Asking<R> = {}): Middleware<R, S> =>
      keeping((request) => needOf(request, action, type, idFrom, asking)),
  };
}

function answer({ status, headers, body }: Refused, _request: unknown, response: ServerResponse): void {
  response.writeHead(status, headers).end(JSON.stringify(body));
}
