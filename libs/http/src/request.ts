import type { Caller } from '@habilis/kernel';

declare global {
  // The only way Express lets a request be described: its own types merge with this namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Names this request in the log and on the page of a defect; made by us, never taken from outside. */
      id: string;
      /** Who is asking; put there by whoever read the session or the token. */
      me?: Caller;
      /** The anti-forgery token this session's forms must carry. Present whenever `me` came from a cookie. */
      csrf?: string;
      /** `me` was proved by a bearer token, which a browser never adds by itself: no forgery is possible. */
      bearer?: boolean;
    }
  }
}

export type { Request, Response, NextFunction, RequestHandler } from 'express';
