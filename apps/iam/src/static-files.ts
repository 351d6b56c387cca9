import { existsSync } from 'node:fs';
import path from 'node:path';
import { pageHeaders } from '@habilis/http';
import { assets } from '@habilis/pages';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { static as files, type Request, type Response } from 'express';

const CONSOLE = path.resolve(import.meta.dirname, '../../console/dist');

/** Serves what never changes under its name: style sheets, and the console's files. */
export function serveFiles(app: NestExpressApplication): void {
  for (const { path: address, type, body } of assets) {
    app.use(address, (_request: unknown, response: Response) =>
      response.set('Cache-Control', 'public, max-age=31536000, immutable').type(type).send(body),
    );
  }
  if (!existsSync(CONSOLE)) return;
  app.use('/console/assets', files(path.join(CONSOLE, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }));
  // Rooms of the console are addresses of the page itself: the page answers for all of them.
  app.use(/^\/console(\/.*)?$/, (request: Request, response: Response, next: () => void) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    pageHeaders(response, { formAction: [], app: true });
    response.sendFile(path.join(CONSOLE, 'index.html'), { cacheControl: false });
  });
}
