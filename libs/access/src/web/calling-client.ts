import { createParamDecorator, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { Refusal } from '@habilis/kernel';
import { CallingClients, type AskingScope, type CallingClient } from '../ports.ts';

const identified = new WeakMap<Request, { readonly client: CallingClient; readonly scope: AskingScope }>();
const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/**
 * Lets in the portals that identify themselves, before anything of the question is read, and gives back the name that
 * the portal gave its request.
 *
 * @throws Refusal `access.caller-unknown` (unauthenticated)
 */
@Injectable()
export class CallingClientGuard implements CanActivate {
  protected readonly scope: AskingScope = 'access:evaluate';

  constructor(@Inject(CallingClients) private readonly clients: CallingClients) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    greetByName(request, http.getResponse<Response>());
    if (identified.get(request)?.scope !== this.scope) await identify(this.clients, request, this.scope);
    return true;
  }
}

/** The same for what a portal tells rather than asks. */
@Injectable()
export class EngagingClientGuard extends CallingClientGuard {
  protected override readonly scope = 'access:engage';
}

/** Gives back the name that the portal gave its request; ahead of everything that may fail. */
export const greetedByName: RequestHandler = (request, response, next) => {
  greetByName(request, response);
  next();
};

function greetByName(request: Request, response: Response): void {
  const name = request.headers['x-request-id'];
  if (typeof name === 'string' && PRINTABLE.test(name)) response.setHeader('X-Request-ID', name);
}

/**
 * Identifies the portal before its body is read: a long one is read from those alone who may send it.
 *
 * @throws Refusal `access.caller-unknown` (unauthenticated)
 */
export const identifiedFirst =
  (clients: CallingClients, scope: AskingScope): RequestHandler =>
  async (request, _response, next) => {
    await identify(clients, request, scope);
    next();
  };

async function identify(clients: CallingClients, request: Request, scope: AskingScope): Promise<void> {
  const client = await clients.identify(request.headers.authorization, scope);
  if (!client) throw new Refusal('access.caller-unknown', 'unauthenticated');
  identified.set(request, { client, scope });
}

/** The portal that asks; only behind the guard. */
export const Calling = createParamDecorator((_: unknown, context: ExecutionContext): CallingClient =>
  calling(context.switchToHttp().getRequest<Request>()),
);

/** The same, outside a controller. @throws Refusal `access.caller-unknown` (unauthenticated) */
export function calling(request: Request): CallingClient {
  const found = identified.get(request);
  if (!found) throw new Refusal('access.caller-unknown', 'unauthenticated');
  return found.client;
}
