import { receiptPdf, receiptWords, type Receipt, type ReceiptSeals, type ReceiptWords } from '@habilis/credentials';
import type { Clock } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Definition, Form, Notice, type Translate } from '@habilis/pages';
import type { Response } from 'express';

/** How long the browser that was given a receipt may fetch its paper without signing in. */
const PASS_MS = 24 * 3_600_000;

/** Receipts as people see and take them. */
export class ReceiptDesk {
  constructor(
    private readonly seals: ReceiptSeals,
    private readonly clock: Clock,
    private readonly service: string,
  ) {}

  words(receipt: Receipt, t: Translate): ReceiptWords {
    return receiptWords(receipt, this.seals.seal(receipt), this.service, t);
  }

  /** The receipt on the page that follows the act, for someone who may be signed out by it. */
  shown(receipt: Receipt, t: Translate, hidden: Record<string, string>) {
    const pass = this.seals.pass(receipt.number, new Date(this.clock.now().getTime() + PASS_MS));
    return <ReceiptView t={t} words={this.words(receipt, t)} hidden={{ ...hidden, number: receipt.number, pass }} />;
  }

  async paper(receipt: Receipt, t: Translate, response: Response): Promise<void> {
    const pdf = await receiptPdf(this.words(receipt, t), t.language, this.clock.now());
    response.set('Content-Disposition', `attachment; filename="${receipt.number}.pdf"`).type('application/pdf').send(pdf);
  }

  admits(pass: string, number: string): boolean {
    return this.seals.admits(pass, number, this.clock.now());
  }

  isGenuine(receipt: Receipt, seal: string): boolean {
    return this.seals.isSealOf(receipt, seal);
  }
}

function ReceiptView({ t, words, hidden }: { t: Translate; words: ReceiptWords; hidden: Record<string, string> }) {
  return (
    <>
      <Notice kind="success">{words.said}</Notice>
      <Definition items={[...words.terms]} />
      <p>{words.worth}</p>
      <p className="hint">{words.check}</p>
      <Form action="/recus/papier" hidden={hidden}>
        <Actions>
          <Button>{t('receipts.page.pdf')}</Button>
          <ButtonLink href="/">{t('own.problem.home')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}
