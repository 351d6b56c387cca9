import { Agent, request } from 'undici';

/** A page as this browser sees it; status 0 at the address it was told to stop at, which is not fetched. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** Where a request waits before it leaves. */
export type Gate = (method: string, url: URL) => Promise<void>;

/**
 * People come from many addresses, and what an address may ask in a minute is limited: browsers take turns on
 * some of the loopback's sixteen million.
 */
const ADDRESSES = Array.from({ length: 200 }, (_, n) => `127.0.1.${n + 1}`);
const agents = new Map<string, Agent>();
let next = 0;

function agentOfNextAddress(): Agent {
  const localAddress = ADDRESSES[next++ % ADDRESSES.length]!;
  const known = agents.get(localAddress);
  const agent = known ?? new Agent({ localAddress, connect: { family: 4 }, connections: 4, pipelining: 1, keepAliveTimeout: 60_000 });
  agents.set(localAddress, agent);
  return agent;
}

/** A browser as cheap as can be, so that the load does not take the processor of what it loads. */
export class BenchBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #agent = agentOfNextAddress();

  /**
   * @param stopAt addresses that begin so are reached, and not fetched
   * @param gate awaited before each request
   */
  constructor(
    private readonly stopAt: string,
    readonly gate: Gate = async () => undefined,
  ) {}

  /** Goes to an address and follows redirections until a page. */
  async go(address: string | URL, form?: Record<string, string>): Promise<Page> {
    let url = new URL(address);
    for (let hops = 0; hops < 20; hops++) {
      if (url.href.startsWith(this.stopAt)) return { url, status: 0, text: '' };
      const { location, ...page } = await this.fetch(url, form);
      if (location === undefined) return page;
      url = new URL(location, url);
      form = undefined;
    }
    throw new Error(`too many redirections at ${url.href}`);
  }

  /** Sends the form of a page whose HTML contains `which`, with its hidden fields and these. */
  async submit(page: Page, which: string, fields: Record<string, string> = {}): Promise<Page> {
    const form = [...page.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].find(([html]) => html.includes(which));
    if (!form) throw new Error(`no form « ${which} » at ${page.url.href} (${page.status}): ${plain(page.text)}`);
    const [, attributes = '', inside = ''] = form;
    const action = /\baction="([^"]*)"/.exec(attributes)?.[1] ?? page.url.href;
    const hidden = [...inside.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      attribute(input, 'name'),
      attribute(input, 'value'),
    ]);
    return this.go(new URL(decode(action), page.url), { ...(Object.fromEntries(hidden) as Record<string, string>), ...fields });
  }

  private async fetch(url: URL, form?: Record<string, string>): Promise<Page & { location: string | undefined }> {
    const cookie = [...this.#cookies].filter(([key]) => mayGo(key, url)).map(([key, value]) => `${key.split(' ')[2]}=${value}`).join('; '); // prettier-ignore
    await this.gate(form ? 'POST' : 'GET', url);
    const answer = await request(url, {
      dispatcher: this.#agent,
      method: form ? 'POST' : 'GET',
      headers: {
        accept: 'text/html',
        'accept-language': 'fr',
        ...(cookie && { cookie }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin, 'sec-fetch-site': 'same-origin' }),
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.keep(url, line);
    const location = answer.headers['location'];
    return { url, status: answer.statusCode, text: await answer.body.text(), location: Array.isArray(location) ? location[0] : location };
  }

  private keep({ hostname }: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf('=');
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    const expires = attributes.find((each) => /^expires=/i.test(each))?.slice(8);
    const gone = attributes.some((each) => /^max-age=0$/i.test(each)) || (expires !== undefined && Date.parse(expires) < Date.now());
    const key = `${hostname} ${path} ${pair.slice(0, at)}`;
    if (gone) this.#cookies.delete(key);
    else this.#cookies.set(key, pair.slice(at + 1));
  }
}

/** Frees the connections of every browser. */
export async function closeBrowsers(): Promise<void> {
  await Promise.all([...agents.values()].map((agent) => agent.destroy()));
  agents.clear();
}

function mayGo(key: string, { hostname, pathname }: URL): boolean {
  const [host, path = '/'] = key.split(' ');
  return host === hostname && (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`));
}

const attribute = (tag: string, name: string) => decode(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const decode = (text: string) => text.replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'); // prettier-ignore
/** What a page says, for the message of a failure. */
export const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 500); // prettier-ignore
