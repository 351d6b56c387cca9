import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { RECEIPT_NUMBER, Receipts, type Receipt } from '@habilis/credentials';
import { shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Choice, EmptyState, Field, Form, Notice, parisDateTime } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { ReceiptDesk } from './receipt-view.tsx';
import { Own } from './signed-in.ts';

const ReceiptNumber = z.string().regex(RECEIPT_NUMBER);
const PaperForm = z.strictObject({ number: ReceiptNumber, pass: z.string().max(200) });
const VerifyForm = z.strictObject({ number: z.string().max(60), seal: z.string().max(60) });

/**
 * The receipts of a person, their paper, and the check that anyone may make.
 *
 * @source CPAM13.4.1
 */
@Controller()
export class ReceiptsController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(ReceiptDesk) private readonly desk: ReceiptDesk,
  ) {}

  @Get('moi/recus')
  async list(@Own() session: WebSession, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.frame.words(request);
    const held = await this.receipts.of(session.accountId);
    this.frame.show(request, response, {
      title: t('receipts.page.list'),
      lead: t('receipts.page.list-lead'),
      children: (
        <>
          {held.length === 0 && <EmptyState title={t('receipts.page.none')} />}
          <Choice
            label={t('receipts.page.list')}
            options={held.map(({ number, kind, at }) => ({
              href: `/moi/recus/${number}`,
              label: t(`receipts.${kind}.title`),
              description: `${number}, ${parisDateTime(at, t.language)}`,
            }))}
          />
          <Actions>
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  @Get('moi/recus/:number')
  async show(
    @Own() session: WebSession,
    @Param('number', shaped(ReceiptNumber)) number: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const t = this.frame.words(request);
    const receipt = await this.ownOne(session, number);
    const children = this.desk.shown(receipt, t, this.frame.hidden(request));
    this.frame.show(request, response, { title: t(`receipts.${receipt.kind}.title`), children });
  }

  /** For whoever was just given it, signed in or not: the pass says so. */
  @Post('recus/papier')
  @HttpCode(200)
  async paper(
    @Body(shaped(PaperForm)) { number, pass }: z.infer<typeof PaperForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const receipt = this.desk.admits(pass, number) ? await this.receipts.find(number) : undefined;
    if (!receipt) throw new Refusal('receipt.unknown', 'unknown');
    await this.desk.paper(receipt, this.frame.words(request), response);
  }

  @Get('recus/verifier')
  ask(@Req() request: Request, @Res() response: Response): void {
    this.verifyPage(request, response);
  }

  @Post('recus/verifier')
  @HttpCode(200)
  async verify(
    @Body(shaped(VerifyForm)) form: z.infer<typeof VerifyForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const number = form.number.trim();
    const receipt = RECEIPT_NUMBER.test(number) ? await this.receipts.find(number) : undefined;
    this.verifyPage(request, response, { ...form, receipt: receipt && this.desk.isGenuine(receipt, form.seal) ? receipt : undefined });
  }

  private verifyPage(request: Request, response: Response, asked?: z.infer<typeof VerifyForm> & { receipt: Receipt | undefined }): void {
    const t = this.frame.words(request);
    const found = asked?.receipt;
    this.frame.show(request, response, {
      title: t('receipts.page.verify'),
      lead: t('receipts.page.verify-lead'),
      refused: asked !== undefined && !found,
      children: (
        <>
          {found && (
            <Notice kind="success" title={t('receipts.page.genuine')}>
              {`${t(`receipts.${found.kind}.title`)}, ${parisDateTime(found.at, t.language)}, ${found.givenName} ${found.familyName}`}
            </Notice>
          )}
          {asked && !found && <Notice kind="danger">{t('receipts.page.not-genuine')}</Notice>}
          <Form action="/recus/verifier" hidden={this.frame.hidden(request)}>
            <Field name="number" label={t('receipts.page.verify-number')} autoComplete="off" maxLength={60} defaultValue={asked?.number} />
            <Field name="seal" label={t('receipts.page.verify-seal')} autoComplete="off" maxLength={60} defaultValue={asked?.seal} />
            <Button>{t('receipts.page.verify-submit')}</Button>
          </Form>
        </>
      ),
    });
  }

  /** Someone else's receipt is answered like none. @throws Refusal `receipt.unknown` (unknown) */
  private async ownOne({ accountId }: WebSession, number: string): Promise<Receipt> {
    const receipt = await this.receipts.find(number);
    if (receipt?.account !== accountId) throw new Refusal('receipt.unknown', 'unknown');
    return receipt;
  }
}
