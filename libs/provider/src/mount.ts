import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ProviderHandle } from './create-provider.ts';
import { isForMachines } from './machines.ts';

type Next = (error?: unknown) => void;
type Middleware = (req: IncomingMessage & { url?: string }, res: ServerResponse, next: Next) => void;

/** What of Express this needs, so that a protocol library does not depend on one. */
interface Application {
  use(middleware: Middleware): unknown;
}

/** The engine's addresses; everything else at the issuer is somebody else's. */
const OURS =
  /^\/(?:auth|token|me|jwks|request|session\/end|device)(?:\/|\?|$)|^\/\.well-known\/(?:openid-configuration|oauth-authorization-server)(?:\?|$)/;

/**
 * Puts the engine ahead of Nest at the issuer's root.
 *
 * The host a request claims is replaced by the issuer's before the engine sees it: a forged `Host` would move
 * every address in discovery, and the next sign-in with it. What the engine has no answer to (another method, a longer
 * path) goes on to the application, which refuses in its own words.
 */
export function mountProvider(app: Application, handle: ProviderHandle): void {
  const { host, protocol } = new URL(handle.issuer);
  app.use((req, res, next) => {
    if (!OURS.test(req.url ?? '')) return next();
    pin(req, host, protocol);
    handle.answer(req, res).then(() => {
      if (res.writableEnded || res.headersSent) return;
      res.statusCode = 200;
      next();
    }, next);
  });
}

/** Makes a request speak of the issuer's host, whatever it said; the engine's own calls in our pages need it too. */
export function pin(req: IncomingMessage, host: string, protocol: string): void {
  req.headers.host = host;
  req.headers['x-forwarded-host'] = host;
  req.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  delete req.headers['forwarded'];
}

/** Does for a request the application never sees what it does for all others: names it, counts it, gives the answer its headers. */
export interface Doorkeeper {
  /** @returns what to call once the answer is given; undefined when the application is to answer, as it refuses in words */
  admit(req: IncomingMessage, res: ServerResponse): Promise<(() => void) | undefined>;
}

/**
 * Answers programs before the application sees them: discovery and keys from memory, tokens and claims by the engine.
 *
 * A portal asks about tokens at each of its pages, and what an application does for pages cost a fifth of the answer.
 *
 * @param server whose listeners are those of the application
 */
export function answerMachinesFirst(server: Server, handle: ProviderHandle, doorkeeper: Doorkeeper): void {
  const [application] = server.listeners('request') as [(req: IncomingMessage, res: ServerResponse) => void];
  const { host, protocol } = new URL(handle.issuer);
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const answered = await doorkeeper.admit(req, res);
    if (!answered) return application.call(server, req, res);
    pin(req, host, protocol);
    await handle.answer(req, res);
    if (!res.writableEnded && !res.headersSent) return application.call(server, req, res);
    answered();
  };
  server.removeAllListeners('request');
  server.on('request', (req, res) => {
    if (handle.giveDocument(req, res)) return;
    if (!isForMachines(req)) return application.call(server, req, res);
    answer(req, res).catch((error: Error) => res.destroy(error));
  });
}
