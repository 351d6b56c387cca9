import { createTransport, type TransportOptions, type Transporter } from 'nodemailer';
import type { Mail } from '../mail/mail.ts';
import { Postman } from '../ports.ts';

/** Hands mails to an SMTP server over a few kept connections. */
export class SmtpPostman extends Postman {
  readonly #transport: Transporter;
  readonly #from: string;
  readonly #domain: string;

  /** @param url `smtps://user:password@host`; @param from `Habilis <ne-pas-repondre@exemple.fr>` */
  constructor({ url, from }: { url: string; from: string }) {
    super();
    // Limits, or a server that takes the call and says nothing would hold an outbox row for ever.
    this.#transport = createTransport({
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as TransportOptions);
    this.#from = from;
    this.#domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'localhost';
  }

  override async post({ id, to, subject, text, html }: Mail): Promise<void> {
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await this.#transport.sendMail({ from: this.#from, messageId: `<${id}@${this.#domain}>`, to: { ...to }, subject, text, html, headers });
  }

  close(): void {
    this.#transport.close();
  }
}
