import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pageHeaders } from '@habilis/http';
import { assets } from '@habilis/pages';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { static as files, type Request, type RequestHandler, type Response } from 'express';

const CONSOLE = path.resolve(import.meta.dirname, '../../console/dist');

/** Its name changes with it. Said aloud: what is said of every answer before is that nobody keeps it. */
const keepForGood = (response: Response): Response => response.set('Cache-Control', 'public, max-age=31536000, immutable');

/** Serves what never changes under its name: style sheets, and the console's files. */
export function serveFiles(app: NestExpressApplication): void {
  for (const { path: address, type, body } of assets) {
    app.use(address, (_request: unknown, response: Response) => keepForGood(response).type(type).send(body));
  }
  if (!existsSync(CONSOLE)) return;
  const scripts = path.join(CONSOLE, 'assets');
  app.use('/console/assets', givePacked(scripts), files(scripts, { index: false, redirect: false, setHeaders: keepForGood }));
  // Rooms of the console are addresses of the page itself: the page answers for all of them.
  app.use(/^\/console(\/.*)?$/, (request: Request, response: Response, next: () => void) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    pageHeaders(response, { formAction: [], app: true });
    response.sendFile(path.join(CONSOLE, 'index.html'), { cacheControl: false });
  });
}

/** How a file is packed, by what a browser calls it; the lighter first. */
const PACKINGS = { br: '.br', gzip: '.gz' } as const;

/** Gives the packed twin of a file that the build made, to browsers that take it: a quarter of the weight on a slow line. */
function givePacked(folder: string): RequestHandler {
  const made = new Set(readdirSync(folder));
  return (request, response, next) => {
    const packing = request.acceptsEncodings('br', 'gzip') as keyof typeof PACKINGS | false;
    const twin = packing ? `${request.path.slice(1)}${PACKINGS[packing]}` : '';
    response.vary('Accept-Encoding');
    if (!packing || !made.has(twin)) return next();
    response.set('Content-Encoding', packing).type(path.extname(request.path));
    request.url = `/${twin}`;
    next();
  };
}
