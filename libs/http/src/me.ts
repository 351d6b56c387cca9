import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Caller, Refusal } from '@habilis/kernel';
import type { Request } from './request.ts';

/** The caller of a request. @throws Refusal `session.required` (unauthenticated) */
function callerOf(request: Request): Caller {
  if (!request.me) throw new Refusal('session.required', 'unauthenticated');
  return request.me;
}

/**
 * Gives a controller's method the person or machine that is asking: `@Me() me: Caller`.
 *
 * A route without it is open to everyone.
 *
 * @throws Refusal `session.required` (unauthenticated) when nobody is signed in
 */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context.switchToHttp().getRequest<Request>()));
