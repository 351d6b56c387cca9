import type { Elevation, ReadElevations } from '@habilis/access';
import type { RequestHandler } from 'express';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The roles that the person has put on, for the strip above their pages. */
      worn?: readonly Elevation[];
    }
  }
}

/** Reads, for a person's own pages, the roles they have put on: what is worn is in sight. */
export function rememberWorn(elevations: ReadElevations): RequestHandler {
  return async (request, _response, next) => {
    if (request.webSession && request.method === 'GET') request.worn = await elevations.wornBy(request.webSession.accountId);
    next();
  };
}
