import { setTimeout as pause } from 'node:timers/promises';

/** Nobody answered, or not in a way that can be believed: whatever was asked, the answer is no. */
export class Unanswered extends Error {
  constructor(
    message: string,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bytes of the largest answer that is read: a thousand decisions with their sentences are a fifth of it. */
const LARGEST = 2 * 1024 * 1024;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted when there is one. */
  readonly body?: string;
}

/**
 * One call, one JSON object back, within a time that covers all of it.
 *
 * Redirections are refused: they would carry a secret or a token elsewhere. A connection that was refused has carried
 * nothing, and is tried once more; nothing else is repeated, since nobody knows what a call that failed later has done.
 *
 * @param timeout milliseconds
 * @throws Unanswered in every other case, with the status when there was one
 */
export async function call(address: URL, { headers = {}, body }: Call, timeout: number): Promise<Readonly<Record<string, unknown>>> {
  const signal = AbortSignal.timeout(timeout);
  const request: RequestInit = { headers: { accept: 'application/json', ...headers }, redirect: 'error', signal };
  const whole = body === undefined ? request : { ...request, method: 'POST', body };
  try {
    const response = await fetch(address, whole).catch(async (error: unknown) => {
      if (!wasRefused(error as Failure)) throw error;
      await pause(100, undefined, { signal });
      return fetch(address, whole);
    });
    return await read(response);
  } catch (error) {
    if (error instanceof Unanswered) throw error;
    throw new Unanswered(`${address.pathname}: ${why(error as Failure)}`, undefined, { cause: error });
  }
}

async function read(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const { pathname } = new URL(response.url);
  const refuse = async (reason: string): Promise<never> => {
    await response.body?.cancel().catch(() => undefined);
    throw new Unanswered(`${pathname}: ${reason}`, response.status);
  };
  if (response.status !== 200) return refuse(`answered ${response.status}`);
  if (!JSON_TYPE.test(response.headers.get('content-type') ?? '')) return refuse('the answer is not JSON');
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST) return refuse('the answer is too long');
    parts.push(part);
  }
  const answer: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return refuse('the answer is no object');
  return answer as Readonly<Record<string, unknown>>;
}

interface Failure {
  readonly message?: string;
  readonly code?: string;
  readonly cause?: Failure;
  /** Node tries each address of a name, and reports them together. */
  readonly errors?: readonly Failure[];
}

const wasRefused = ({ cause }: Failure): boolean => (cause?.errors ?? [cause]).every((each) => each?.code === 'ECONNREFUSED');

const why = ({ cause, message }: Failure): string => cause?.message || cause?.code || message || 'failed';
