import { admissionOf, isRecognised, middleware, type Decision, type Presented, type Recognition, type Refused } from '@habilis/guard';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { CareTeams } from './care-teams.ts';
import { FILES, isPurpose, type PatientFile, type Purpose } from './files.ts';
import { Habilis } from './habilis.ts';
import { filePage, filesPage, listPage, problemPage, signedOutPage, stylesheet, welcomePage } from './page.ts';
import { type Departure, type Person, Sessions } from './sessions.ts';
import type { Settings } from './settings.ts';
import { securityHeaders } from './security-headers.ts';
import { NotSureEnough, SignedOutElsewhere, troubleOf } from './trouble.ts';

/** What leaves the portal on paper asks for two factors, and for a proof of the last five minutes. */
const SENSITIVE = { acr: 'eidas2', maxAge: 300 } as const satisfies Recognition;

/** A portal that lets Habilis sign people in and decide what they may open. */
export function portal(settings: Settings): Express {
  const habilis = new Habilis(settings);
  const teams = new CareTeams();
  const sessions = new Sessions(settings.origin.startsWith('https:'));
  const app = express().disable('x-powered-by').use(securityHeaders(settings));

  app.get('/sign-in', (request, response) => depart(request, response, { then: '/', wanted: {} }));

  app.get('/callback', async (request, response) => {
    const departure = sessions.takeDeparture(request, request.query['state']);
    // Nothing left from this browser under that state: a second click, an old tab, or a forgery. Nothing to do.
    if (!departure) return response.redirect(303, '/');
    const person = await habilis.comeBack(request.originalUrl, departure);
    teams.meet(person);
    sessions.enter(request, response, person);
    // Sent away again they would come back the same: they are told, rather than sent round in circles.
    if (!isRecognised(person.recognised, departure.wanted, Date.now())) throw new NotSureEnough();
    response.redirect(303, departure.then);
  });

  app.get('/', async (request, response) => {
    const person = await whoIsHere(request, response);
    if (!person) return void response.send(welcomePage());
    const { purpose } = purposeOf(request);
    response.send(filesPage(person, FILES, await mayRead(person, purpose), purpose));
  });

  // Asked again for the file that is opened: what the list said may be minutes old.
  const { can, signedIn } = middleware<Request, Response>(habilis.guard, { tokenOf, refuse });
  const thingOf = (request: Request) => (fileOf(request) ? teams.thing(fileOf(request)!) : undefined);
  app.get('/files/:id', can('read', 'PatientFile', thingOf, { context: purposeOf }), (request, response) => {
    response.send(filePage(sessions.of(request)!.person!, fileOf(request)!, admissionOf(request).decision!));
  });

  // A sensitive page says what it asks for; whoever falls short is sent to prove it and comes back here (RFC 9470).
  app.get('/list', signedIn(SENSITIVE), async (request, response) => {
    const person = sessions.of(request)!.person!;
    const decisions = await mayRead(person, 'care');
    response.send(
      listPage(
        person,
        FILES.filter((_, at) => decisions[at]!.allowed),
      ),
    );
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

  /** To Habilis, and back to a page of ours. */
  async function depart(request: Request, response: Response, errand: Pick<Departure, 'then' | 'wanted'>): Promise<void> {
    const { address, departure } = await habilis.leave(errand.wanted);
    sessions.depart(request, response, { ...departure, ...errand });
    response.redirect(303, address);
  }

  /** One question for each file, in one call. */
  function mayRead({ sub, standingToken, recognised: { acr } }: Person, purpose: Purpose): Promise<Decision[]> {
    const context = { purpose, ...(acr !== undefined && { acr }) };
    const questions = FILES.map((file) => ({ action: 'read', resource: teams.thing(file), context }));
    return habilis.guard.ask({ sub, token: standingToken }, questions);
  }

  /** The token of this session: it is this server that keeps it, and no browser. */
  function tokenOf(request: Request): Presented | undefined {
    const person = sessions.of(request)?.person;
    return person && { token: person.standingToken, kept: person.recognised };
  }

  function refuse(refused: Refused, request: Request, response: Response, next: NextFunction): void {
    const { way, told } = refused;
    const file = fileOf(request);
    if (way === 'recognise-again') return void depart(request, response, { then: request.path, wanted: told.recognition! }).catch(next);
    if (way === 'no-token' || (way === 'not-allowed' && !file)) return response.redirect(303, '/');
    if (way === 'not-allowed')
      return void response.status(403).send(filePage(sessions.of(request)!.person!, file!, { allowed: false, ...told }));
    if (way === 'token-not-active') sessions.leave(request, response);
    next(way === 'token-not-active' ? new SignedOutElsewhere() : refused);
  }
}

const fileOf = ({ params }: Request): PatientFile | undefined => FILES.find(({ id }) => id === params['id']);
const purposeOf = ({ query: { purpose } }: Request): { purpose: Purpose } => ({ purpose: isPurpose(purpose) ? purpose : 'care' });
