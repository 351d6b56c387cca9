import type { Heard } from './raw.ts';

/** What no answer may hold: where our code lies, what our database is asked, or what was sent, ready to run. */
const LEAKS: readonly RegExp[] = [/\bat .*[(:/][^)\s]+\.[cm]?[jt]sx?:\d+/, /node_modules/, /\b(TypeError|SyntaxError|RangeError|ReferenceError|QueryFailedError)\b/,
  /\b(select|insert|update|delete) .*\b(from|into|set)\b/i, /habilis_service|pg_|ECONN/, /<script|<img/i]; // prettier-ignore

const FRENCH = /[éèêàçôîùû’]|\b(le|la|les|une?|des|votre|vos|n’est|est|pas)\b/i;

export interface Expected {
  /** Where a portal's browser may be sent back to, with an error. */
  readonly sentBackTo?: string;
  /** Codes that would say that something else was refused than what is tried. */
  readonly never?: readonly string[];
}

/**
 * Whether an answer refuses as it should: a 4xx with a stable code, a French sentence where a person reads it, nothing
 * given away.
 *
 * @returns what is wrong with it; undefined when nothing is
 */
export function wrongWith({ status, headers, text }: Heard, { sentBackTo, never = [] }: Expected = {}): string | undefined {
  const leak = LEAKS.find((each) => each.test(text));
  if (leak) return `gives away ${leak}: ${text.slice(0, 300)}`;
  if (headers['x-injected'] !== undefined || headers['set-cookie']?.some((each) => each.includes('injected'))) return 'lets a header in';
  const kind = String(headers['content-type'] ?? '').split(';')[0];
  if (sentBackTo && status === 303) return wrongWithReturn(String(headers.location), sentBackTo);
  if (status < 400 || status > 499) return `answered ${status} ${headers.location ?? ''} ${text.slice(0, 200)}`;
  if (kind === 'application/problem+json') return wrongWithProblem(text, status, headers['content-language'], never);
  if (kind === 'application/json')
    return /^[a-z_]+$/.test(String(parsed(text)['error'])) ? undefined : `an error without its code: ${text.slice(0, 200)}`;
  if (kind === 'text/html')
    return /<html lang="fr"/.test(text) && FRENCH.test(text) ? undefined : `a page that is not in French: ${text.slice(0, 200)}`;
  return `answered ${status} as ${kind}: ${text.slice(0, 200)}`;
}

function wrongWithProblem(text: string, status: number, language: string | undefined, never: readonly string[]): string | undefined {
  const { type, code, title, detail, status: said } = parsed(text);
  if (type !== `urn:habilis:refusal:${String(code)}` || !/^[a-z-]+(\.[a-z-]+)+$/.test(String(code)))
    return `no stable code: ${text.slice(0, 200)}`;
  if (code === 'route.unknown') return 'no such address: the test is wrong, or the address is';
  if (never.includes(String(code))) return `refuses something else: ${String(code)}`;
  if (said !== status) return `says ${String(said)} and is ${status}`;
  return typeof title === 'string' && typeof detail === 'string' && /\s/.test(detail) && language === 'fr'
    ? undefined
    : `no French sentence: ${text.slice(0, 200)}`;
}

function wrongWithReturn(location: string, expected: string): string | undefined {
  const url = URL.parse(location);
  if (!url || `${url.origin}${url.pathname}` !== expected) return `leads to ${location}`;
  const error = url.searchParams.get('error') ?? new URLSearchParams(url.hash.slice(1)).get('error');
  return /^[a-z_]+$/.test(error ?? '') ? undefined : `comes back without an error: ${location}`;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
