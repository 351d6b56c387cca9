import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { Decisions } from './decisions.ts';
import { FILES, isPurpose, type Purpose } from './files.ts';
import { Habilis } from './habilis.ts';
import { filePage, filesPage, problemPage, signedOutPage, stylesheet, welcomePage } from './page.ts';
import { type Person, Sessions } from './sessions.ts';
import type { Settings } from './settings.ts';
import { securityHeaders } from './security-headers.ts';
import { SignedOutElsewhere, troubleOf } from './trouble.ts';

/** A portal that lets Habilis sign people in and decide what they may open. */
export function portal(settings: Settings): Express {
  const habilis = new Habilis(settings);
  const decisions = new Decisions(habilis);
  const sessions = new Sessions(settings.origin.startsWith('https:'));
  const app = express().disable('x-powered-by').use(securityHeaders(settings));

  app.get('/sign-in', async (request, response) => {
    const { address, departure } = await habilis.leave();
    sessions.depart(request, response, departure);
    response.redirect(303, address);
  });

  app.get('/callback', async (request, response) => {
    const departure = sessions.takeDeparture(request, request.query['state']);
    // Nothing left from this browser under that state: a second click, an old tab, or a forgery. Nothing to do.
    if (!departure) return response.redirect(303, '/');
    const person = await habilis.comeBack(request.originalUrl, departure);
    decisions.meet(person);
    sessions.enter(request, response, person);
    response.redirect(303, '/');
  });

  app.get('/', async (request, response) => {
    const person = await whoIsHere(request, response);
    if (!person) return void response.send(welcomePage());
    const purpose = purposeOf(request);
    response.send(filesPage(person, FILES, await decisions.askAll(person, 'read', FILES, purpose), purpose));
  });

  // Asked again for the file that is opened: what the list said may be minutes old.
  app.get('/files/:id', async (request, response) => {
    const person = await whoIsHere(request, response);
    const file = FILES.find(({ id }) => id === request.params.id);
    if (!person || !file) return response.redirect(303, '/');
    const [decision] = await decisions.askAll(person, 'read', [file], purposeOf(request));
    response.status(decision!.allowed ? 200 : 403).send(filePage(person, file, decision!));
  });

  app.post('/sign-out', async (request, response) => {
    const person = sessions.of(request)?.person;
    sessions.leave(request, response);
    response.redirect(303, person ? await habilis.signOutAddress(person) : '/signed-out');
  });
  app.get('/signed-out', (_request, response) => void response.send(signedOutPage()));

  // Habilis posts here when a session ends elsewhere, or when somebody's access is withdrawn.
  app.post('/backchannel-logout', express.urlencoded({ extended: false, limit: '32kb' }), async (request, response) => {
    const ended = await habilis.readLogoutToken(String((request.body as Record<string, unknown> | undefined)?.['logout_token'] ?? ''));
    if (!ended) return void response.status(400).json({ error: 'invalid_request' });
    sessions.end(ended);
    response.status(200).end();
  });

  app.get('/portal.css', (_request, response) => void response.type('css').send(stylesheet));
  app.get('/favicon.ico', (_request, response) => void response.status(204).end());
  app.use((_request, response) => void response.status(404).send(problemPage('Page introuvable', 'Cette page n’existe pas.')));
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const { status, title, text } = troubleOf(error);
    response.status(status).send(problemPage(title, text));
  });
  return app;

  /** The person of this session, while their sign-in holds. @throws SignedOutElsewhere once it no longer does */
  async function whoIsHere(request: Request, response: Response): Promise<Person | undefined> {
    const person = sessions.of(request)?.person;
    if (!person || (await habilis.stillHolds(person))) return person;
    sessions.leave(request, response);
    throw new SignedOutElsewhere();
  }
}

const purposeOf = ({ query: { purpose } }: Request): Purpose => (isPurpose(purpose) ? purpose : 'care');
