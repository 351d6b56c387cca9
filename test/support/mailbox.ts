import { MailCatcher } from '../../apps/stack/src/mail-catcher.ts';
import { eventually } from './browser.ts';
import type { Stack } from './stack.ts';

/** A mail as its reader has it before them. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The one-time link in it, below the address of the service; undefined for news. */
  readonly link: string | undefined;
}

/** Everybody's mail on this machine, as the product's own catcher takes it. */
export class Mailbox {
  private constructor(
    private readonly catcher: MailCatcher,
    private readonly address: string,
  ) {}

  static async open({ smtpPort }: Stack): Promise<Mailbox> {
    const catcher = new MailCatcher();
    const { http } = await catcher.start({ smtp: smtpPort, http: 0 });
    return new Mailbox(catcher, `http://127.0.0.1:${http}/mails.json`);
  }

  /** Every mail to someone, the latest first. */
  async of(to: string): Promise<ReceivedMail[]> {
    const caught = (await (await fetch(this.address)).json()) as { to: string[]; subject: string; text: string }[];
    const received = caught.filter((each) => each.to.includes(to));
    return received.map(({ subject, text }) => ({ to, subject, text, link: /https?:\/\/\S+?(\/[\w-]+\/[0-9a-z]{40,})/.exec(text)?.[1] }));
  }

  /** The latest mail to someone whose subject says this, once it has come. */
  async next(to: string, subject: RegExp): Promise<ReceivedMail> {
    const found = await eventually(
      async () => (await this.of(to)).find((each) => subject.test(each.subject)),
      (mail) => mail !== undefined,
      15_000,
    );
    return found!;
  }

  close = (): Promise<void> => this.catcher.stop();
}
