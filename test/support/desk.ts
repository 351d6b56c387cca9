import type { Stack } from './stack.ts';
import { Visitor } from './visitor.ts';

/** What the console's interface answered. */
export interface Answered {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** An administrator at the console's interface, signed in as a browser is. */
export class Desk {
  private constructor(
    readonly visitor: Visitor,
    readonly csrf: string,
  ) {}

  /** Signs in to the console. @throws Error with the page that is in the way */
  static async open(stack: Stack, persona: string): Promise<Desk> {
    const visitor = new Visitor(stack, persona);
    const page = await visitor.enter(`${stack.issuer}/session/sign-in?for=console`);
    const me = await visitor.fetch(`${stack.issuer}/api/console/v1/me`);
    if (me.status !== 200)
      throw new Error(`${persona} is not let in to the console: ${page.url} ${page.status} ${page.text.slice(0, 2000)}`);
    return new Desk(visitor, ((await me.json()) as { csrf: string }).csrf);
  }

  async read(path: string, at = 0): Promise<Answered> {
    return this.call('GET', path, undefined, at);
  }

  /** One act. @param at the replica that is asked */
  async act(path: string, form: object, at = 0): Promise<Answered> {
    return this.call('POST', path, form, at);
  }

  /** The version an act has to name. */
  async version(account: string): Promise<number> {
    return (await this.read(`/members/${account}`)).body.version as number;
  }

  private async call(method: string, path: string, form: object | undefined, at: number): Promise<Answered> {
    const { stack } = this.visitor;
    this.visitor.at = at;
    const response = await this.visitor.fetch(`${stack.issuer}/api/console/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        origin: stack.issuer,
        'x-habilis-csrf': this.csrf,
        ...(form && { 'content-type': 'application/json' }),
      },
      ...(form && { body: JSON.stringify(form) }),
    });
    return { status: response.status, body: await response.json() };
  }
}
