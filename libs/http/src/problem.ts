import { HttpException } from '@nestjs/common';
import { Refusal, type RefusalKind } from '@habilis/kernel';
import { malformed } from './shaped.ts';

/** A problem document. @source RFC9457 */
export interface Problem {
  readonly type: string;
  /** What kind of refusal it is, in the reader's language. */
  readonly title: string;
  /** The sentence for the person. */
  readonly detail: string;
  readonly status: number;
  /** Stable and public: programs decide on this. */
  readonly code: string;
  readonly details?: Readonly<Record<string, string | number>>;
  readonly source?: string;
}

/** Where sentences come from; `Sentences` of pages has this shape. */
export interface Speech {
  for(language: 'fr' | 'en'): (key: string) => string;
  refusal(language: 'fr' | 'en', code: string, details?: Readonly<Record<string, string | number>>): string | undefined;
}

// prettier-ignore
const STATUS: Record<RefusalKind, number> = {
  invalid: 400, unauthenticated: 401, forbidden: 403, unknown: 404, conflict: 409, busy: 429,
};

/** Refusals about HTTP itself, whose status says more than their kind. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'request.too-large': 413,
  'request.unsupported-media': 415,
  'route.method': 405,
  'sign-in.busy': 503,
};

export const statusOf = (refusal: Refusal): number => STATUS_OF_CODE[refusal.code] ?? STATUS[refusal.kind];

/** The document of a refusal, in one language. A code without a sentence still answers: with its kind alone. */
export function problem(refusal: Refusal, speech: Speech, language: 'fr' | 'en'): Problem {
  const title = speech.for(language)(`http.${refusal.kind}`);
  return {
    type: `urn:habilis:refusal:${refusal.code}`,
    title,
    detail: speech.refusal(language, refusal.code, refusal.details) ?? title,
    status: statusOf(refusal),
    code: refusal.code,
    ...(Object.keys(refusal.details).length > 0 && { details: refusal.details }),
    ...(refusal.source && { source: refusal.source }),
  };
}

/** The document of a defect: nothing of what went wrong, and a reference under which the log says it. */
export function defect(reference: string, speech: Speech, language: 'fr' | 'en'): Problem {
  return {
    type: 'urn:habilis:defect',
    title: speech.for(language)('http.defect'),
    detail: speech.refusal(language, 'service.defect', { reference }) ?? reference,
    status: 500,
    code: 'service.defect',
    details: { reference },
  };
}

/** What the body parsers throw, by the `type` they put on it. */
const FROM_PARSER: Readonly<Record<string, () => Refusal>> = {
  'entity.too.large': () => new Refusal('request.too-large', 'invalid'),
  'parameters.too.many': () => new Refusal('request.too-large', 'invalid'),
  'encoding.unsupported': () => new Refusal('request.unsupported-media', 'invalid'),
  'charset.unsupported': () => new Refusal('request.unsupported-media', 'invalid'),
};

const FROM_STATUS: Readonly<Record<number, () => Refusal>> = {
  401: () => new Refusal('session.required', 'unauthenticated'),
  403: () => new Refusal('access.denied', 'forbidden'),
  404: () => new Refusal('route.unknown', 'unknown'),
  413: () => new Refusal('request.too-large', 'invalid'),
  415: () => new Refusal('request.unsupported-media', 'invalid'),
};

/**
 * The refusal that an exception stands for, or undefined: then it is a defect.
 *
 * Express and Nest throw their own for what reaches none of our code. Their messages quote what was sent, so they are dropped.
 */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return undefined;
  const { type, status, expose } = error as { type?: string; status?: number; expose?: boolean };
  if (type && FROM_PARSER[type]) return FROM_PARSER[type]();
  // `expose` is how http-errors marks the client's own fault: a library's failed call of ours also carries a status.
  const code = error instanceof HttpException ? error.getStatus() : expose ? status : undefined;
  if (error instanceof URIError) return malformed([['(address)', 'encoding']]);
  if (code === undefined || code < 400 || code >= 500) return undefined;
  return FROM_STATUS[code]?.() ?? malformed([['', 'syntax']]);
}
