import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { CaughtMail } from './caught-mail.ts';
import { mailPage, mailsPage } from './mail-pages.ts';

const KEPT = 500;
const LOOPBACK = '127.0.0.1';

/**
 * Takes every mail and delivers none; a page shows them, `/mails.json` gives them to tests.
 *
 * In memory, on loopback only.
 */
export class MailCatcher {
  readonly #mails: CaughtMail[] = [];
  readonly #smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: 5_000_000,
    logger: false,
    onData: (stream, { envelope }, done) => {
      buffer(stream)
        .then((bytes) => PostalMime.parse(bytes))
        .then((mail) => this.keep(mail, envelope.rcptTo.map(({ address }) => address)))
        .then(() => done(), done); // prettier-ignore
    },
  });
  readonly #http = http.createServer((req, res) => this.answer(req, res));
  #last = 0;

  /** Port 0 takes a free one. @returns the ports really taken */
  async start(ports: { smtp: number; http: number }): Promise<{ smtp: number; http: number }> {
    await new Promise<void>((resolve, reject) => {
      this.#smtp.once('error', reject);
      this.#smtp.listen(ports.smtp, LOOPBACK, resolve);
    });
    await new Promise<void>((resolve, reject) => this.#http.once('error', reject).listen(ports.http, LOOPBACK, resolve));
    this.#smtp.on('error', () => undefined); // a client that went away half way is not our failure
    return { smtp: (this.#smtp.server.address() as AddressInfo).port, http: (this.#http.address() as AddressInfo).port };
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    await Promise.all([new Promise<void>((resolve) => this.#smtp.close(resolve)), new Promise((resolve) => this.#http.close(resolve))]);
  }

  private keep(mail: Email, to: readonly string[]): void {
    const from = mail.from?.address ?? '';
    this.#mails.unshift({
      id: ++this.#last,
      at: new Date(),
      from,
      to,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
    });
    this.#mails.length = Math.min(this.#mails.length, KEPT);
  }

  private answer(req: http.IncomingMessage, res: http.ServerResponse): void {
    // Names other than ours come from a page that makes a browser ask for it (DNS rebinding).
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(req.headers.host ?? '')) return void res.writeHead(421).end();
    const [, id] = /^\/(\d+)$/.exec(req.url ?? '') ?? [];
    const mail = this.#mails.find((each) => String(each.id) === id);
    if (req.url === '/mails.json') return void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#mails));
    if (req.url !== '/' && !mail) return void res.writeHead(404).end();
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'`,
    });
    res.end(mail ? mailPage(mail) : mailsPage(this.#mails));
  }
}
