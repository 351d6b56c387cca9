/** A browser without pictures: it keeps cookies, posts forms, and follows redirections only inside the simulator. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  async request(url: string, form?: Record<string, string>): Promise<Response> {
    const body = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...body, redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return response;
  }

  /**
   * Signs in as a persona, by the login page or by the running session.
   *
   * @returns the address the service is called back on, with the code or the error
   */
  async signIn(authorizationUrl: string, persona: string, form: Record<string, string> = {}): Promise<URL> {
    const shown = await this.request(authorizationUrl);
    if (shown.status === 303) return new URL(shown.headers.get('location')!);
    const posted = await this.post(authorizationUrl, '/login', await shown.text(), { persona, ...form });
    if (posted.status === 303) return new URL(posted.headers.get('location')!);
    const approved = await this.post(authorizationUrl, '/phone', await posted.text(), { decision: 'approve' });
    return new URL(approved.headers.get('location')!);
  }

  /** Sends a form of one of the pages, with the transaction that the page carries. */
  post(authorizationUrl: string, step: '/login' | '/phone', page: string, form: Record<string, string>): Promise<Response> {
    const transaction = /name="transaction" value="([^"]+)"/u.exec(page)?.[1] ?? '';
    const { origin, pathname } = new URL(authorizationUrl);
    return this.request(origin + pathname + step, { transaction, ...form });
  }
}
