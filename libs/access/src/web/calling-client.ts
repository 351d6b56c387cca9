import { createParamDecorator, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '@habilis/kernel';
import { CallingClients, type CallingClient } from '../ports.ts';

const identified = new WeakMap<Request, CallingClient>();
const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/**
 * Lets in the portals that identify themselves, before anything of the question is read, and gives back the name that
 * the portal gave its request.
 *
 * @throws Refusal `access.caller-unknown` (unauthenticated)
 */
@Injectable()
export class CallingClientGuard implements CanActivate {
  constructor(@Inject(CallingClients) private readonly clients: CallingClients) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const name = request.get('x-request-id');
    if (name !== undefined && PRINTABLE.test(name)) http.getResponse<Response>().set('X-Request-ID', name);
    const client = await this.clients.identify(request.headers.authorization);
    if (!client) throw new Refusal('access.caller-unknown', 'unauthenticated');
    identified.set(request, client);
    return true;
  }
}

/** The portal that asks; only behind the guard. */
export const Calling = createParamDecorator((_: unknown, context: ExecutionContext): CallingClient => {
  const client = identified.get(context.switchToHttp().getRequest<Request>());
  if (!client) throw new Refusal('access.caller-unknown', 'unauthenticated');
  return client;
});
