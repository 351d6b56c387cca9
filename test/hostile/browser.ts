import { Agent, fetch as ask } from 'undici';
import { HttpBrowser } from '../support/http-browser.ts';

/** A browser led step by step, which believes one authority alone when told so. */
export class Browser {
  readonly #jar: HttpBrowser;

  /** @param ca the only authority it believes, for upstreams behind TLS */
  constructor(ca?: string) {
    const dispatcher = new Agent({ keepAliveTimeout: 500, connect: { ...(ca && { ca }) } });
    const asking = (url: string, init: object) => ask(url, { ...init, dispatcher });
    this.#jar = new HttpBrowser(undefined, asking as unknown as typeof fetch);
  }

  /** What it sends as its cookies to this address. */
  cookies(url: string): string {
    return this.#jar.cookiesFor(url);
  }

  /** One request, no redirection followed; a form is sent as our own pages do. */
  request(
    url: string,
    { form, headers = {} }: { form?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const own = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    return this.#jar.fetch(url, {
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
      headers: { accept: 'text/html', ...(form && own), ...headers },
    });
  }

  /** Follows redirections until a page, or until `stop` says so. @returns the address reached, and its answer when it was asked */
  async follow(response: Response, from: string, stop: (url: URL) => boolean = () => false): Promise<{ url: URL; response?: Response }> {
    let here = new URL(from);
    for (let hops = 0; hops < 10; hops++) {
      const location = response.headers.get('location');
      if (location === null) return { url: here, response };
      here = new URL(location, here);
      if (stop(here)) return { url: here };
      response = await this.request(here.href);
    }
    throw new Error('too many redirections');
  }
}
