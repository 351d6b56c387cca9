import { Agent, fetch, type Response } from 'undici';

/** A browser without pictures: it keeps cookies by host, follows what it is told to follow, and posts forms from our own pages. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  readonly #agent: Agent;

  /** @param ca the only authority it believes, for upstreams behind TLS */
  constructor(ca?: string) {
    this.#agent = new Agent({ keepAliveTimeout: 500, connect: { ...(ca && { ca }) } });
  }

  /** What it sends as its cookies to this address. */
  cookies(url: string): string {
    return [...(this.#cookies.get(new URL(url).hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request, no redirection followed. */
  async request(
    url: string,
    { form, headers = {} }: { form?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const { hostname, origin } = new URL(url);
    const jar = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, jar);
    const cookie = this.cookies(url);
    const response = await fetch(url, {
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      redirect: 'manual',
      dispatcher: this.#agent,
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...(form && { origin, 'sec-fetch-site': 'same-origin' }), ...headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    return response;
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
