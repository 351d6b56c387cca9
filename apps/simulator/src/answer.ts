import type { Response } from 'express';

/** An HTTP answer about to leave, that faults may bend. A string body goes out as it is, anything else as JSON. */
export interface Answer {
  status: number;
  type: string;
  headers: Record<string, string>;
  body: unknown;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  type: 'application/json',
  headers: { 'cache-control': 'no-store', ...headers },
  body,
});

export function send(res: Response, answer: Answer): void {
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  res.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers });
  res.end(body);
}

/** An OAuth refusal, as JSON. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly description: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(`${code}: ${description}`);
  }

  get answer(): Answer {
    return json({ error: this.code, error_description: this.description }, this.status, this.headers);
  }
}

/** One value of a parameter; `undefined` when absent, empty, repeated or not text. */
export function text(params: unknown, name: string): string | undefined {
  const value = (params as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
