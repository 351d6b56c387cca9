import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { destination, type DestinationStream, type Logger, pino } from 'pino';
import type { RequestHandler } from './request.ts';

export type { Logger };

/** Fields that never reach the log, at the top of a line or one level below. */
const SECRET = [
  'password',
  'secret',
  'client_secret',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'logout_token',
  'code',
  'code_verifier',
  'state',
  'nonce',
  'assertion',
  'client_assertion',
  'authorization',
  'cookie',
  'set-cookie',
  'csrf',
  'email',
  'nationalId',
];

/** What a secret looks like when it is inside a text. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/g, '[token]'],
  [/\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}/gi, '$1 [removed]'],
  [/\b([\w-]*(?:token|secret|password|code|state|nonce|assertion|verifier)[\w-]*["']?\s*[=:]\s*["']?)[^\s&"',;)]{6,}/gi, '$1[removed]'],
  [/:\/\/([^\s:/@]+):[^\s/@]+@/g, '://$1:[removed]@'],
];

/** A text of someone else's making, such as the message of an exception, without what looks like a secret. */
export function withoutSecrets(text: string): string {
  return SHAPES.reduce((kept, [shape, instead]) => kept.replace(shape, instead), text);
}

/**
 * Standard output, a few lines at a time, each within a tenth of a second: a system call for each cost more than some answers.
 *
 * An exit, however sudden, writes what waits; a process killed outright loses it. What must not be lost is a fact, not a line.
 */
export const fewAtATime = (): DestinationStream => destination({ sync: false, minLength: 8_192, periodicFlush: 100 });

/**
 * The log: one line of JSON an event, to standard output.
 *
 * Of an exception it keeps the type, the code and the stack. A database's `detail` and parameters hold people's data and are dropped.
 */
export function createLogger(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: isoTime,
    redact: { paths: SECRET.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: hidden },
    serializers: { err: shownError },
  };
  return to ? pino(options, to) : pino(options);
}

/** The code of an exception is a constant of a program; anything else called `code` opens something. */
class ErrorCode {
  constructor(private readonly code: string) {}

  toJSON(): string {
    return this.code;
  }
}

const hidden = (value: unknown) => (value instanceof ErrorCode ? value.toJSON() : '[removed]');

function shownError(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) };
  const { code, constraint, cause } = error as { code?: unknown; constraint?: unknown; cause?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' && { code: new ErrorCode(code) }),
    ...(typeof constraint === 'string' && { constraint }),
    stack: withoutSecrets(error.stack ?? error.message),
    ...(cause instanceof Error && { cause: shownError(cause) }),
  };
}

let [second, written] = [0, ''];

/** The instant as text, drawn once a second but for its milliseconds. */
function isoTime(): string {
  const now = Date.now();
  const ms = now % 1_000;
  if (now - ms !== second) [second, written] = [now - ms, new Date(now - ms).toISOString().slice(0, 20)];
  return `,"time":"${written}${String(ms).padStart(3, '0')}Z"`;
}

/** What the line of a request says of it. */
interface Asked {
  readonly method?: string | undefined;
  readonly path: string;
}

/** Names a request, in its answer too. @returns the name, and what writes its one line when it is over */
type RequestLines = (asked: Asked, response: ServerResponse) => { readonly id: string; readonly end: (caller?: string) => void };

/** One line a request: no address parameters, no body, no network address. */
export function requestLines(logger: Logger): RequestLines {
  // Every field of these lines is named below, so there is nothing to look for secrets in.
  const lines = logger.child({}, { redact: [] });
  return ({ method, path }, response) => {
    const began = performance.now();
    const id = randomUUID().slice(-12);
    response.setHeader('X-Request-Id', id);
    const end = (caller?: string) => {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      lines.info({ request: id, method, path: masked(path), status: response.statusCode, ms, caller }, 'request');
    };
    return { id, end };
  };
}

/** Names each request and writes its line when it is over. */
export function requestLog(logger: Logger): RequestHandler {
  const begin = requestLines(logger);
  return (request, response, next) => {
    const { id, end } = begin({ method: request.method, path: request.path }, response);
    request.id = id;
    response.on('finish', () => end(request.me?.id));
    next();
  };
}

/** Long opaque parts of a path open something (an interaction, an invitation); our own prefixed ids do not. */
const masked = (path: string) => path.replace(/\/(?![a-z]{3,5}-)[\w~.-]{20,}(?=\/|$)/g, '/…');
