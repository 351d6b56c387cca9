import type { ErrorRequestHandler } from 'express';
import { Refusal } from '@habilis/kernel';
import { pageHeaders } from './headers.ts';
import type { Logger } from './logger.ts';
import { allowedMethods } from './methods.ts';
import { asRefusal, defect, problem, type Problem, type Speech } from './problem.ts';
import type { Request, Response } from './request.ts';

export interface AnswersOptions {
  readonly speech: Speech;
  readonly language: (request: Request) => 'fr' | 'en';
  readonly logger: Logger;
  /** Renders the page a person sees; without it everybody gets the document. */
  readonly page?: (problem: Problem, request: Request) => string;
}

/** How every failure is answered, inside Nest and outside: the one place where a refusal becomes HTTP. */
export class Answers {
  constructor(private readonly options: AnswersOptions) {}

  /** For Express: `app.use(answers.handler)` after everything else. */
  readonly handler: ErrorRequestHandler = (error, request, response, next) => {
    void next;
    this.give(error, request, response);
  };

  give(error: unknown, request: Request, response: Response): void {
    const refusal = this.#read(error, request, response);
    if (!refusal) this.options.logger.error({ err: error, request: request.id, method: request.method, path: request.path }, 'defect');
    // A half-sent answer cannot be taken back: cutting it short is the only honest signal left.
    if (response.headersSent) return void response.destroy();
    const { speech, language } = this.options;
    this.#send(refusal ? problem(refusal, speech, language(request)) : defect(request.id, speech, language(request)), request, response);
  }

  #read(error: unknown, request: Request, response: Response): Refusal | undefined {
    const refusal = asRefusal(error);
    if (refusal?.code !== 'route.unknown') return refusal;
    const methods = allowedMethods(request);
    if (methods.length === 0) return refusal;
    response.set('Allow', methods.join(', '));
    return new Refusal('route.method', 'invalid');
  }

  #send(document: Problem, request: Request, response: Response): void {
    const { page, language } = this.options;
    const wait = document.details?.['retryAfter'];
    if (wait !== undefined) response.set('Retry-After', String(wait));
    if (document.status === 401) response.set('WWW-Authenticate', challenge(document));
    response
      .status(document.status)
      .set('Cache-Control', 'no-store')
      .set('Content-Language', language(request))
      .vary('Accept, Accept-Language');
    if (!page || !browsing(request)) return void response.type('application/problem+json').send(JSON.stringify(document));
    pageHeaders(response, { formAction: [] });
    response.type('html').send(page(document, request));
  }
}

/**
 * What would be enough: any token, or a fresher or stronger proof of the same person.
 *
 * @source RFC9470
 */
function challenge({ code, details = {} }: Problem): string {
  if (code !== 'step-up.needed') return 'Bearer';
  const asked = Object.entries(details).map(([name, value]) => `${name}="${value}"`);
  return ['Bearer error="insufficient_user_authentication"', ...asked].join(', ');
}

const MACHINES = /^\/(api|access|assets|health|\.well-known)(\/|$)/;

/** Whether a person is looking at a page, rather than a program at an interface. */
function browsing(request: Request): boolean {
  return !MACHINES.test(request.path) && request.accepts(['application/json', 'text/html']) === 'text/html';
}
