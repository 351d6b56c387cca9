import { randomUUID } from 'node:crypto';
import { destination, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
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
    timestamp: stdTimeFunctions.isoTime,
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

/** Names each request and writes one line when it is over: no address parameters, no body, no network address. */
export function requestLog(logger: Logger): RequestHandler {
  // Every field of these lines is named below, so there is nothing to look for secrets in.
  const lines = logger.child({}, { redact: [] });
  return (request, response, next) => {
    const began = performance.now();
    request.id = randomUUID().slice(-12);
    response.setHeader('X-Request-Id', request.id);
    const path = masked(request.path);
    response.on('finish', () => {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      lines.info({ request: request.id, method: request.method, path, status: response.statusCode, ms, caller: request.me?.id }, 'request');
    });
    next();
  };
}

/** Long opaque parts of a path open something (an interaction, an invitation); our own prefixed ids do not. */
const masked = (path: string) => path.replace(/\/(?![a-z]{3,5}-)[\w~.-]{20,}(?=\/|$)/g, '/…');
