declare module 'passport-openidconnect' {
  import type { Request } from 'express';

  export interface StateStore {
    store(req: Request, context: object, appState: unknown, meta: object, done: (error: Error | null, handle?: string) => void): void;
    verify(req: Request, handle: string, done: (error: Error | null, context?: object | false, appState?: unknown) => void): void;
  }

  export interface StrategyOptions {
    issuer: string;
    authorizationURL: string;
    tokenURL: string;
    userInfoURL?: string;
    clientID: string;
    clientSecret?: string;
    callbackURL: string;
    scope?: string[];
    nonce?: boolean;
    maxAge?: number;
    acrValues?: string;
    store?: StateStore;
    skipUserProfile?: boolean;
    passReqToCallback?: boolean;
  }

  export class Strategy {
    constructor(options: StrategyOptions, verify: (...args: never[]) => void);
    name: string;
    protected _oauth2: { _authorizeUrl: string };
    protected _stateStore: StateStore;
    authenticate(req: Request, options?: object): void;
    authorizationParams(options: object): Record<string, string>;
    redirect(url: string, status?: number): void;
    error(error: unknown): void;
    fail(info: unknown, status?: number): void;
    success(user: unknown, info?: unknown): void;
  }
}
