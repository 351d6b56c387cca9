import type { IncomingMessage } from 'node:http';
import { addressOf, floorHeaders, requestLines, type Logger, type RateLimits } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { Doorkeeper } from '@habilis/provider';
import type { NestExpressApplication } from '@nestjs/platform-express';

interface Around {
  readonly logger: Logger;
  /** Undefined when nobody is counted. */
  readonly limits: RateLimits | undefined;
  readonly https: boolean;
  /** The network address of the caller, behind the proxies that are believed. */
  readonly ip: (req: IncomingMessage) => string | undefined;
}

/** The application's name, count, headers and line, for the engine's answers to programs. */
export function doorkeeper({ logger, limits, https, ip }: Around): Doorkeeper {
  const begin = requestLines(logger);
  const giveHeaders = floorHeaders({ https });
  return {
    async admit(req, res) {
      // The application counts the refused one again, refuses it again, and says so in its words.
      if (limits && !(await isWithin(limits, addressOf({ ip: ip(req) })))) return undefined;
      const [path = ''] = req.url!.split('?', 1);
      const { end } = begin({ method: req.method, path }, res);
      giveHeaders(res);
      return () => end();
    },
  };
}

async function isWithin(limits: RateLimits, who: string): Promise<boolean> {
  try {
    await limits.spend('decision', who);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Express's own reading of who is at the other end, for requests it does not see. */
export function addressReader(app: NestExpressApplication): (req: IncomingMessage) => string | undefined {
  const { request } = app.getHttpAdapter().getInstance() as { request: object };
  return ({ headers, socket }) => (Object.assign(Object.create(request), { headers, socket }) as { ip?: string }).ip;
}
