/** A page as this browser sees it. */
export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

/**
 * A browser without a screen: cookies, redirects, and forms by their fields.
 *
 * For tests that need many sign-ins or exact interleavings; what a person sees is tested in Chromium.
 */
export class HttpBrowser {
  readonly #cookies = new Map<string, Cookie>();

  /**
   * @param stopAt called with each address before it is fetched; returning true ends there, unfetched
   * @param ask what fetches, for one that believes another authority than the machine's
   */
  constructor(
    private readonly stopAt: (url: URL) => boolean = () => false,
    private readonly ask: typeof fetch = fetch,
  ) {}

  /** A browser with the same cookies from now on: another tab. */
  clone(): HttpBrowser {
    const other = new HttpBrowser(this.stopAt, this.ask);
    for (const [key, cookie] of this.#cookies) other.#cookies.set(key, cookie);
    return other;
  }

  /** Gives this browser a cookie, as one that has it already. */
  plant(origin: string, name: string, value: string): void {
    this.keep(new URL(origin), [`${name}=${value}; Path=/`]);
  }

  /** Goes to an address and follows redirects until a page, or until `stopAt`. */
  async go(url: string, init: RequestInit = {}): Promise<Seen> {
    for (let hops = 0; hops < 25; hops++) {
      if (this.stopAt(new URL(url))) return { url, status: 0, text: '' };
      const response = await this.fetch(url, init);
      const location = response.headers.get('location');
      if (!location || response.status < 300 || response.status >= 400)
        return { url, status: response.status, text: await response.text() };
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (response.status !== 307 && response.status !== 308) init = {};
    }
    throw new Error(`too many redirects at ${url}`);
  }

  /** One request, with this browser's cookies, no redirect followed. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = this.cookiesFor(url);
    if (cookie) headers.set('cookie', cookie);
    const response = await this.ask(url, { ...init, headers, redirect: 'manual' });
    this.keep(new URL(url), response.headers.getSetCookie());
    return response;
  }

  /**
   * Sends the form of a page whose action or button contains `which`, with its hidden fields and `fields`.
   *
   * @throws Error when the page has no such form
   */
  async submit(page: Seen, which: string, fields: Record<string, string> = {}): Promise<Seen> {
    const form = formsOf(page.text).find((each) => each.html.includes(which));
    if (!form)
      throw new Error(
        `no form « ${which} » at ${page.url} (${page.status}):\n${page.text
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .slice(0, 800)}`,
      );
    const body = new URLSearchParams({ ...form.fields, ...fields });
    const target = new URL(form.action || page.url, page.url);
    if (form.method === 'get') {
      target.search = body.toString();
      return this.go(target.href);
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url).origin };
    return this.go(target.href, { method: 'POST', headers, body: body.toString() });
  }

  /** The value of a cookie, whatever its host and path. */
  cookie(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.split(' ')[1] === name)?.[1].value;
  }

  /** What it sends as its cookies to this address. */
  cookiesFor(address: string): string {
    const { hostname, pathname } = new URL(address);
    const under = (path: string) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    return [...this.#cookies]
      .filter(([key, { path }]) => key.startsWith(`${hostname} `) && under(path))
      .map(([key, { value }]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
  }

  private keep(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const attribute = (name: string) => attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
      const path = attribute('path') ?? '/';
      const key = `${url.hostname} ${pair.slice(0, at)} ${path}`;
      const expires = attribute('expires');
      const gone = attribute('max-age') === '0' || (expires !== undefined && new Date(expires).getTime() < Date.now());
      if (gone) this.#cookies.delete(key);
      else this.#cookies.set(key, { value: pair.slice(at + 1), path });
    }
  }
}

interface Form {
  readonly html: string;
  readonly action: string;
  readonly method: string;
  readonly fields: Record<string, string>;
}

function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([whole, attributes = '', inside = '']) => ({
    html: whole,
    action: decode(/\baction="([^"]*)"/.exec(attributes)?.[1] ?? ''),
    method: (/\bmethod="([^"]*)"/.exec(attributes)?.[1] ?? 'get').toLowerCase(),
    fields: Object.fromEntries(
      [...inside.matchAll(/<input\b[^>]*>/g)]
        .map(
          ([input]) =>
            [
              /\bname="([^"]*)"/.exec(input)?.[1],
              /\bvalue="([^"]*)"/.exec(input)?.[1] ?? '',
              /type="(radio|checkbox|submit)"/.test(input),
            ] as const,
        )
        .filter(([name, , optional]) => name && !optional)
        .map(([name, value]) => [name!, decode(value)]),
    ),
  }));
}

const decode = (text: string) => text.replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'); // prettier-ignore
