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
/** A network that lets nothing through does not say so: after so long nothing will come. */
const PATIENCE_MS = 60_000;

/** Who asks, and the value that proves a change was asked from this page; both come with `GET me`. */
let here: { readonly id: string; readonly csrf: string | null } | null = null;

export function rememberMe(me: { readonly id: string; readonly csrf: string | null }): void {
  here = me;
}

export const whoIsHere = (): string | null => here?.id ?? null;

export const read = <T>(path: string, signal?: AbortSignal) => call<T>(path, { method: 'GET', ...(signal && { signal }) });

const underWay = new Map<string, Promise<unknown>>();

/** Does something, or foresees it. The same thing asked again while it is being done is done once. */
export function act<T>(
  path: string,
  form: object,
  { preview = false, signal }: { preview?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(here?.csrf && { 'x-habilis-csrf': here.csrf }) };
  const body = JSON.stringify(form);
  const send = () => call<T>(preview ? `${path}?preview=true` : path, { method: 'POST', headers, body, ...(signal && { signal }) });
  if (preview) return send();
  const key = `${path} ${body}`;
  const done = (underWay.get(key) as Promise<T> | undefined) ?? send().finally(() => underWay.delete(key));
  underWay.set(key, done);
  return done;
}

async function call<T>(path: string, { signal, ...init }: RequestInit): Promise<T> {
  const headers = { accept: 'application/json', 'accept-language': document.documentElement.lang, ...init.headers };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const waits = { signal: signal ? AbortSignal.any([signal, patience]) : patience };
  const answer = await fetch(ROOT + path, { ...init, ...waits, headers, credentials: 'same-origin', redirect: 'error' });
  if (answer.ok) return (await answer.json()) as T;
  const problem = await problemOf(answer);
  if (answer.status === 401 && problem.code !== 'step-up.needed') sessionEnded();
  throw problem;
}

async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as ProblemDocument;
  return new Problem(answer.status, body.code ?? `http.${answer.status}`, body.detail ?? body.title, body.details?.reference);
}
