import type { Stack } from './stack.ts';

/** What a portal asks about: may this person do this to that thing. */
export interface Question {
  readonly subject: { readonly type: string; readonly id: string };
  readonly action: { readonly name: string };
  readonly resource: { readonly type: string; readonly id: string; readonly properties?: Readonly<Record<string, unknown>> };
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A portal's own part: it asks decisions and tells engagements, with a token of its own, at the replica it chooses. */
export class Questions {
  #token = '';

  private constructor(private readonly stack: Stack) {}

  static async of(stack: Stack, clientId: string, secret: string, scope = 'access:evaluate access:engage'): Promise<Questions> {
    const questions = new Questions(stack);
    const response = await fetch(`${stack.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${encodeURIComponent(secret)}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    });
    if (!response.ok) throw new Error(`${clientId} is given no token: ${await response.text()}`);
    questions.#token = ((await response.json()) as { access_token: string }).access_token;
    return questions;
  }

  /** @returns `yes`, or why not */
  async ask(question: Question, at = 0): Promise<string> {
    const { body } = await this.call('POST', 'evaluation', question, at);
    return body.decision === true ? 'yes' : (body.context?.reason ?? body.code);
  }

  /** Tells who takes part in what, under a key of the portal's. */
  async engage(key: string, told: object, at = 0): Promise<void> {
    const { status, body } = await this.call('PUT', `engagements/${key}`, told, at);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  async withdraw(key: string, at = 0): Promise<void> {
    await this.call('DELETE', `engagements/${key}`, undefined, at);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  private async call(method: string, address: string, said: object | undefined, at: number): Promise<{ status: number; body: any }> {
    const headers = { authorization: `Bearer ${this.#token}`, ...(said && { 'content-type': 'application/json' }) };
    const response = await fetch(`${this.stack.replicas[at]}/access/v1/${address}`, {
      method,
      headers,
      ...(said && { body: JSON.stringify(said) }),
    });
    return { status: response.status, body: await response.json() };
  }
}
