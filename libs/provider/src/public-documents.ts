import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** What anyone may read, and which is the same for everybody until the engine is another. */
const PUBLIC: ReadonlySet<string> = new Set(['/jwks', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']);

/** Headers that are of one answer and not of the document. */
const OF_ONE_ANSWER: ReadonlySet<string> = new Set(['x-request-id', 'date', 'connection', 'keep-alive', 'content-length']);

interface Drawn {
  /** Name, value, name, value: what Node writes without looking at it twice. */
  readonly headers: string[];
  readonly body: string;
}

/**
 * The discovery document and the keys of one engine: drawn at the first request, then given from memory.
 *
 * Every portal reads them at each start, and some at each sign-in. A page of another site, which CORS answers by name, is
 * answered by the engine.
 */
export class PublicDocuments {
  readonly #drawn = new Map<string, Drawn>();

  /** For the engine, ahead of its routes: keeps what it draws. */
  readonly keep = (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> =>
    isPlain(ctx.req) ? next().then(() => this.#keep(ctx)) : next();

  #keep({ req, status, body, response }: KoaContextWithOIDC): void {
    if (status !== 200) return;
    const text = JSON.stringify(body);
    const own = Object.entries(response.headers).filter(([name]) => !OF_ONE_ANSWER.has(name));
    const headers = [...own, ['content-length', Buffer.byteLength(text)]].flat().map(String);
    this.#drawn.set(req.url!, { headers, body: text });
  }

  /** @returns false when the engine has to answer */
  give(req: IncomingMessage, res: ServerResponse): boolean {
    const drawn = isPlain(req) ? this.#drawn.get(req.url!) : undefined;
    if (!drawn) return false;
    res.writeHead(200, drawn.headers).end(drawn.body);
    return true;
  }
}

const isPlain = ({ method, url, headers }: IncomingMessage) => method === 'GET' && PUBLIC.has(url!) && headers.origin === undefined;
