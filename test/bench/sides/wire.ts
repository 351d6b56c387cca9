import { Pool } from 'undici';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Kept-alive connections to one server, cheaper for the generator than `fetch` is. */
export class Wire {
  readonly #pool: Pool;
  readonly #host: string;

  /** @param origin as `http://localhost:4400`; the loopback address is what is connected to */
  constructor(
    readonly origin: string,
    connections = 32,
  ) {
    const { host, port } = new URL(origin);
    this.#host = host;
    this.#pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  postForm(path: string, fields: Record<string, string>, authorization: string): Promise<Answer> {
    return this.post(path, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString(), authorization);
  }

  postJson(path: string, value: unknown, authorization: string): Promise<Answer> {
    return this.post(path, 'application/json', JSON.stringify(value), authorization);
  }

  post(path: string, type: string, body: string, authorization: string): Promise<Answer> {
    return this.send('POST', path, { authorization, 'content-type': type }, body);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  private async send(method: 'GET' | 'POST', path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const answer = await this.#pool.request({
      method,
      path,
      headers: { host: this.#host, ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }
}

/** The JSON of an answer. @throws Error when it is not a 200 */
export function ok<T>({ status, text }: Answer): T {
  if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

export const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
