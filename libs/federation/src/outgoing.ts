import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Refusal, type Clock } from '@habilis/kernel';
import { Agent, request } from 'undici';
import { Breaker } from './breaker.ts';
import { readJsonObject } from './json.ts';

/** Milliseconds; a call that needs more leaves the person waiting for nothing. */
export interface Patience {
  readonly connect: number;
  readonly total: number;
}
const PATIENCE: Patience = { connect: 3_000, total: 8_000 };

/** Larger than any userinfo seen, by far. */
const MAX_BYTES = 512 * 1_024;

/** PEM files; read again when the connections are renewed, so that a renewed certificate needs no restart. */
export interface TlsFiles {
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly authority?: string | undefined;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  /** `www-authenticate`, when the upstream says why it refuses. */
  readonly challenge: string | undefined;
  readonly text: string;
}

const RENEW_MS = 3_600_000;

/**
 * Every call we make to one upstream.
 *
 * Only to the origins it was configured with, no redirection followed, bounded in time and size, certificates always
 * verified, and not at all while the upstream is known to be down. Reads are tried twice, writes once.
 *
 * @throws Refusal `upstream.unreachable` (busy), `upstream.address-refused` or `upstream.answer-refused` (forbidden)
 */
export class Outgoing {
  readonly #breaker: Breaker;
  #agent: Agent | undefined;
  #agentSince = 0;

  constructor(
    private readonly origins: ReadonlySet<string>,
    private readonly tls: TlsFiles,
    private readonly clock: Clock,
    private readonly patience: Patience = PATIENCE,
  ) {
    this.#breaker = new Breaker(clock);
  }

  /** Whether the address is on one of the upstream's origins. */
  allows(url: string): boolean {
    return URL.canParse(url) && this.origins.has(new URL(url).origin);
  }

  async call(url: string, asked: Asked = {}): Promise<Answer> {
    if (!this.allows(url)) throw new Refusal('upstream.address-refused', 'forbidden');
    if (!this.#breaker.closed()) throw new Refusal('upstream.unreachable', 'busy', { cause: 'paused' });
    const deadline = AbortSignal.timeout(this.patience.total);
    try {
      const answer = await this.attempt(url, asked, deadline).catch((error: unknown) => {
        if (error instanceof Refusal || deadline.aborted || (asked.method ?? 'GET') !== 'GET') throw error;
        return this.attempt(url, asked, deadline);
      });
      if (answer.status >= 500) this.#breaker.failed();
      else this.#breaker.answered();
      return answer;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      this.#breaker.failed();
      throw Object.assign(new Refusal('upstream.unreachable', 'busy', { cause: networkCause(error) }), { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
    this.#agent = undefined;
  }

  /** `request` follows no redirection, and costs a third of what `fetch` does. */
  private async attempt(url: string, { method = 'GET', headers, body }: Asked, signal: AbortSignal): Promise<Answer> {
    const asked = { method, headers: { ...headers, 'accept-encoding': 'identity' }, body: body ?? null };
    const answer = await request(url, { ...asked, signal, dispatcher: this.agent() });
    return {
      status: answer.statusCode,
      type: mediaType(one(answer.headers['content-type'])),
      challenge: one(answer.headers['www-authenticate']),
      text: plain(await boundedBytes(answer.body), one(answer.headers['content-encoding'])),
    };
  }

  private agent(): Agent {
    const now = this.clock.now().getTime();
    if (this.#agent && now - this.#agentSince < RENEW_MS) return this.#agent;
    void this.#agent?.close();
    this.#agentSince = now;
    this.#agent = new Agent({
      connect: { timeout: this.patience.connect, rejectUnauthorized: true, ...pems(this.tls) },
      headersTimeout: this.patience.total,
      bodyTimeout: this.patience.total,
    });
    return this.#agent;
  }
}

const pems = ({ certificate, key, authority }: TlsFiles) => ({
  ...(certificate && { cert: readFileSync(certificate) }),
  ...(key && { key: readFileSync(key) }),
  ...(authority && { ca: readFileSync(authority) }),
});

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header);
const mediaType = (header = '') => header.split(';')[0]!.trim().toLowerCase();

const tooLong = () => new Refusal('upstream.answer-refused', 'forbidden', { cause: 'too-long' });

/** @throws Refusal `upstream.answer-refused` as soon as it is too long, without reading the rest */
async function boundedBytes(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw tooLong();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** What unpacks each packing: none is asked for, and some machines between pack all the same. */
const UNPACK = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

/** @throws Refusal `upstream.answer-refused` for what is unpacked by nobody here, or is too long once it is */
function plain(bytes: Buffer, packing = 'identity'): string {
  if (packing === 'identity') return bytes.toString('utf8');
  const unpack = UNPACK.get(packing.trim().toLowerCase());
  if (!unpack) throw new Refusal('upstream.answer-refused', 'forbidden', { cause: 'packing' });
  try {
    return unpack(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLong()
      : new Refusal('upstream.answer-refused', 'forbidden', { cause: 'packing' });
  }
}

/** A word for the journal and the operator; never the message, which may hold an address. */
function networkCause(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown };
    if (typeof code === 'string') return code.toLowerCase();
    if (each.name === 'TimeoutError') return 'timeout';
  }
  return 'network';
}

/**
 * The JSON object in an answer.
 *
 * @throws Refusal `upstream.unreachable` for an answer of 5xx, `upstream.answer-refused` for anything but 200 and one JSON object
 */
export function jsonOf({ status, type, text }: Answer): Record<string, unknown> {
  if (status >= 500) throw new Refusal('upstream.unreachable', 'busy', { cause: `http-${status}` });
  if (status !== 200) throw new Refusal('upstream.answer-refused', 'forbidden', { cause: `http-${status}` });
  if (!/^application\/([a-z-]+\+)?json$/.test(type)) throw new Refusal('upstream.answer-refused', 'forbidden', { cause: 'content-type' });
  return safeJson(text);
}

/** @throws Refusal `upstream.answer-refused` when it is not one JSON object that is safe to read */
export function safeJson(text: string): Record<string, unknown> {
  try {
    return readJsonObject(text);
  } catch {
    throw new Refusal('upstream.answer-refused', 'forbidden', { cause: 'json' });
  }
}
