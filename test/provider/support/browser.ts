/** Where a browser ended up: on a page of the provider, or sent away from it. */
export interface Landed {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** A tiny browser: cookies with their paths, redirects, forms; no script, like the pages it reads. */
export class Browser {
  #cookies = new Map<string, Cookie>();

  constructor(
    readonly origin: string,
    readonly headers: Record<string, string> = {},
  ) {}

  /** Goes to an address and follows redirects until a page, or until it is sent elsewhere. */
  async go(url: string): Promise<Landed> {
    return this.#follow(await this.fetch(url), url);
  }

  /** Posts a form as a page of the provider would. */
  async post(url: string, form: Record<string, string>, more: Record<string, string> = {}): Promise<Landed> {
    const target = new URL(url, this.origin).href;
    const body = new URLSearchParams(form).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin, 'sec-fetch-site': 'same-origin', ...more };
    return this.#follow(await this.fetch(target, { method: 'POST', body, headers }), target);
  }

  /** Sends the form of a page whose action ends so, with its hidden fields and what is added to them. */
  async submit(page: Landed, action: string, form: Record<string, string> = {}): Promise<Landed> {
    const found = [...page.html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, to]) => to!.endsWith(action));
    if (!found) throw new Error(`no form to ${action} on ${page.url} (${page.status}): ${textOf(page.html)}`);
    const hidden = Object.fromEntries(
      [...found[2]!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, n, v]) => [n!, v!]),
    );
    return this.post(new URL(found[1]!.replaceAll('&amp;', '&'), page.url).href, { ...hidden, ...form });
  }

  cookie(name: string): string | undefined {
    return [...this.#cookies.values()].find((each) => each.name === name)?.value;
  }

  async #follow(first: Response, from: string): Promise<Landed> {
    let [response, url] = [first, from];
    for (let hops = 0; hops < 20; hops++) {
      const location = response.headers.get('location');
      if (!location || response.status < 300 || response.status > 399) return { url, status: response.status, html: await response.text() };
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (new URL(url).origin !== this.origin) return { url, status: response.status, html: '' };
      response = await this.fetch(url);
    }
    throw new Error(`redirected for ever, last to ${url}`);
  }

  /** One request with this browser's cookies, no redirect followed. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies.values()]
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = { accept: 'text/html', ...this.headers, ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await globalThis.fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    const expires = attributes.find((each) => /^expires=/i.test(each))?.slice(8);
    if (expires && Date.parse(expires) < Date.now()) this.#cookies.delete(`${name} ${path}`);
    else this.#cookies.set(`${name} ${path}`, { name, value: pair.slice(pair.indexOf('=') + 1), path });
  }
}

/** What a page says, without its markup. */
export const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
