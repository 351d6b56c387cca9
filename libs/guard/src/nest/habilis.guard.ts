import { HttpException, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerOf } from '../bearer.ts';
import { Guard } from '../guard.ts';
import { remember } from '../middleware.ts';
import { Refused } from '../refused.ts';
import { DOOR, type Door } from './can.decorator.ts';

/**
 * Keeps every route of the application: provide it as `APP_GUARD`, and a `Guard` beside it.
 *
 * A route that says nothing is closed: forgetting a decorator must not open a file.
 */
@Injectable()
export class HabilisGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(@Inject(Guard) private readonly guard: Guard) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    try {
      const door = this.#reflector.getAllAndOverride<Door | undefined>(DOOR, [context.getHandler(), context.getClass()]);
      if (door === 'open') return true;
      if (!door || context.getType() !== 'http') throw new Refused('nothing-said');
      const request = http.getRequest<IncomingMessage>();
      const presented = bearerOf(request);
      if (!presented) throw new Refused('no-token');
      remember(request, await this.guard.admit(presented, door(request as never)));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { headers, body, status } = error;
      const response = http.getResponse<ServerResponse & { raw?: ServerResponse }>();
      for (const [name, value] of Object.entries(headers)) (response.raw ?? response).setHeader(name, value);
      throw new HttpException(body, status, { cause: error });
    }
  }
}
