import { sessionEnded } from './session.ts';

/** What the service answered instead of what was asked, RFC 9457; `code` is stable, `sentence` is for people. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly sentence: string | undefined,
    readonly reference?: string,
  ) {
    super(code);
  }
}

interface ProblemDocument {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly details?: { readonly reference?: string };
}

const ROOT = '/api/console/v1/';
let csrf: string | null = null;

/** The value that proves a change was asked from this page; it comes with `GET me`. */
export function rememberCsrf(value: string | null): void {
  csrf = value;
}

export const read = <T>(path: string, signal?: AbortSignal) => call<T>(path, { method: 'GET', ...(signal && { signal }) });

export function act<T>(
  path: string,
  form: object,
  { preview = false, signal }: { preview?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(csrf && { 'x-habilis-csrf': csrf }) };
  return call<T>(preview ? `${path}?preview=true` : path, {
    method: 'POST',
    headers,
    body: JSON.stringify(form),
    ...(signal && { signal }),
  });
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const headers = { accept: 'application/json', 'accept-language': document.documentElement.lang, ...init.headers };
  const answer = await fetch(ROOT + path, { ...init, headers, credentials: 'same-origin', redirect: 'error' });
  if (answer.ok) return (await answer.json()) as T;
  const problem = await problemOf(answer);
  if (answer.status === 401 && problem.code !== 'step-up.needed') sessionEnded();
  throw problem;
}

async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as ProblemDocument;
  return new Problem(answer.status, body.code ?? `http.${answer.status}`, body.detail ?? body.title, body.details?.reference);
}
