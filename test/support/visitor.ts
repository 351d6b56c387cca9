import { HttpBrowser, type Seen } from './http-browser.ts';
import type { Stack } from './stack.ts';

/**
 * A person of the simulator with a browser of their own, without a screen.
 *
 * Each request goes to the replica chosen at that moment, as behind a load balancer that likes nobody; the browser
 * believes it is at the issuer all the time. Stops, unfetched, at the portal's callback.
 */
export class Visitor extends HttpBrowser {
  /** Which replica answers from now on. */
  at = 0;
  readonly #given = new Map<string, string>();

  constructor(
    readonly stack: Stack,
    /** The simulator's id of the person. */
    readonly persona: string,
  ) {
    super((url) => url.href.startsWith(`${stack.portal}/callback`));
  }

  override async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const ours = this.stack.replicas.includes(url.origin);
    const headers = new Headers({ accept: 'text/html,*/*;q=0.8', 'accept-language': 'fr' });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    if (ours && headers.has('origin')) headers.set('origin', this.stack.issuer);
    const at = ours ? address.replace(url.origin, this.stack.replicas[this.at]!) : address;
    const response = await super.fetch(at, { ...init, headers });
    for (const [, name = '', value = ''] of response.headers.getSetCookie().map((each) => /^([^=]+)=([^;]*)/.exec(each) ?? [])) {
      if (ours) this.#given.set(name, value);
    }
    return response;
  }

  /** The cookies that the service has given, as a header, for who sends them without a browser. */
  get cookies(): string {
    return [...this.#given].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** From the page where a means is chosen to the page where Pro Santé Connect asks who is there. */
  leave(means: Seen): Promise<Seen> {
    return this.submit(means, '/upstream/psc/start');
  }

  /** From there to wherever the service leads. */
  prove(login: Seen): Promise<Seen> {
    return this.submit(login, '/auth/login', { persona: this.persona, means: 'CARD' });
  }

  acceptCharter(page: Seen): Promise<Seen> {
    return this.submit(page, '/charter', { answer: 'accept', read: 'on' });
  }

  /** A whole sign-in that began at `address`, for whoever meets no obstacle; accepts the charter when asked. */
  async enter(address: string): Promise<Seen> {
    let page = await this.go(address);
    if (page.text.includes('/upstream/psc/start')) page = await this.prove(await this.leave(page));
    return page.text.includes('/charter"') ? this.acceptCharter(page) : page;
  }
}
