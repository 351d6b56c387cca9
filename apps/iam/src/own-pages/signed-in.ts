import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '@habilis/kernel';
import type { Request } from 'express';
import type { WebSession } from '../session/web-sessions.ts';

/** The session of the person looking at their own pages. @throws Refusal `session.required` (unauthenticated) */
export const Own = createParamDecorator((_: unknown, context: ExecutionContext): WebSession => {
  const { webSession } = context.switchToHttp().getRequest<Request>();
  if (!webSession) throw new Refusal('session.required', 'unauthenticated');
  return webSession;
});
