import { HttpBrowser, type Seen } from '../../support/http-browser.ts';

/** A browser on the pages of one provider; ends, unfetched, wherever it is sent away from them. */
export class Browser extends HttpBrowser {
  constructor(
    readonly origin: string,
    readonly headers: Record<string, string> = {},
  ) {
    super((url) => url.origin !== origin);
  }

  override fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ accept: 'text/html', ...this.headers });
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    return super.fetch(url, { ...init, headers });
  }

  /** Posts a form as a page of the provider would. */
  post(path: string, form: Record<string, string>, more: Record<string, string> = {}): Promise<Seen> {
    const headers = { origin: this.origin, 'sec-fetch-site': 'same-origin', ...more };
    return this.go(new URL(path, this.origin).href, { method: 'POST', body: new URLSearchParams(form), headers });
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
