import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  Factors,
  LOSS_REASONS,
  LOST,
  OneTimeLinks,
  ProveControl,
  ReportLoss,
  TYPED_CONTROLS,
  type OneTimeLink,
  type ProvedLoss,
} from '@habilis/credentials';
import { addressOf, shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { ButtonLink, Notice, passwordScript } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { OwnCookie } from '../session/cookies.ts';
import { WebSessions, type WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { ConfirmLoss, ReportPage, type Chosen } from './report-page.tsx';
import { ReceiptDesk } from './receipt-view.tsx';
import { Own } from './signed-in.ts';

const lost = { what: z.enum(LOST), why: z.enum(LOSS_REASONS) };
const ReportForm = z.strictObject({
  ...lost,
  identifier: z.string().trim().min(1).max(254),
  control: z.enum(['link', ...TYPED_CONTROLS]),
  value: z.string().max(1_024).default(''),
});
const ConfirmForm = z.strictObject({ ...lost, factor: z.string().regex(/^[\w-]{1,64}$/).optional() }); // prettier-ignore
const OwnQuery = z.strictObject({ quoi: z.enum(LOST).optional(), moyen: z.string().regex(/^[\w-]{1,64}$/).optional() }); // prettier-ignore
const Token = z.string().regex(/^[0-9a-z]{40,80}$/);

/** Asks for a link by mail, within what one identifier may ask for. */
export abstract class LossMail {
  abstract ask(identifier: string, loss: Pick<ProvedLoss, 'what' | 'why'>, address: string): Promise<void>;
}

/**
 * Reporting a loss, a theft or a compromise: signed out with any proof of control, signed in with one click.
 *
 * @source CPTS.3
 */
@Controller()
export class ReportController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(ProveControl) private readonly proveControl: ProveControl,
    @Inject(ReportLoss) private readonly reportLoss: ReportLoss,
    @Inject(LossMail) private readonly mail: LossMail,
    @Inject(Factors) private readonly factors: Factors,
    @Inject(OneTimeLinks) private readonly links: OneTimeLinks,
    @Inject(ReceiptDesk) private readonly desk: ReceiptDesk,
    @Inject(WebSessions) private readonly sessions: WebSessions,
    @Inject(OwnCookie) private readonly cookie: OwnCookie,
  ) {}

  @Get('report')
  show(@Req() request: Request, @Res() response: Response): void {
    this.form(request, response);
  }

  @Post('report')
  @HttpCode(200)
  async report(
    @Body(shaped(ReportForm)) form: z.infer<typeof ReportForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { identifier, control, value, what, why } = form;
    if (control === 'link') {
      await this.mail.ask(identifier, { what, why }, addressOf(request));
      return this.say(request, response, 'mail-sent');
    }
    try {
      const account = await this.proveControl.run({ identifier, kind: control, value }, addressOf(request));
      await this.shut(request, response, { account, what, why, proof: control });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'loss.unproved') throw error;
      this.form(request, response.status(422), { ...form, refused: this.frame.refusal(request, error) });
    }
  }

  /** Looking at a link uses nothing up: scanners of mail look at all of them. */
  @Get('perte/:token')
  async confirm(@Param('token', shaped(Token)) token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { details } = await this.linkOf(token);
    const chosen = { what: String(details['what']), why: String(details['why']) };
    this.confirmPage(request, response, `/perte/${token}`, chosen, '/');
  }

  @Post('perte/:token')
  @HttpCode(200)
  async byLink(
    @Param('token', shaped(Token)) token: string,
    @Body(shaped(ConfirmForm)) { what, why }: z.infer<typeof ConfirmForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { account } = await this.linkOf(token);
    await this.shut(request, response, { account, what, why, proof: 'link' });
  }

  @Get('moi/perte')
  async own(
    @Own() { accountId }: WebSession,
    @Query(shaped(OwnQuery)) { quoi, moyen }: z.infer<typeof OwnQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const factor = moyen && (await this.factors.of(accountId)).find(({ id, kind }) => id === moyen && kind === quoi);
    this.confirmPage(request, response, '/moi/perte', { what: quoi, ...(factor && { factor }) }, '/moi');
  }

  @Post('moi/perte')
  @HttpCode(200)
  async bySession(
    @Own() session: WebSession,
    @Body(shaped(ConfirmForm)) form: z.infer<typeof ConfirmForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.shut(request, response, { ...form, account: session.accountId, proof: 'session' });
  }

  /** Shuts, and shows the receipt to whoever is then signed out. */
  private async shut(request: Request, response: Response, loss: ProvedLoss): Promise<void> {
    const receipt = await this.reportLoss.run(loss);
    if (request.webSession?.accountId === loss.account) {
      await this.sessions.close(request.webSession.id);
      this.cookie.clear(response);
      delete request.me;
      delete request.csrf;
    }
    const t = this.frame.words(request);
    const children = this.desk.shown(receipt, t, this.frame.hidden(request));
    this.frame.show(request, response, { title: t(`receipts.${receipt.kind}.title`), children });
  }

  private form(request: Request, response: Response, tried?: Parameters<typeof ReportPage>[0]['tried']): void {
    const t = this.frame.words(request);
    const signedIn = request.webSession !== undefined;
    this.frame.show(request, response, {
      title: t('loss.title'),
      lead: t('loss.lead'),
      refused: tried !== undefined,
      script: passwordScript,
      children: <ReportPage t={t} hidden={this.frame.hidden(request)} signedIn={signedIn} tried={tried} />,
    });
  }

  private confirmPage(request: Request, response: Response, action: string, chosen: Chosen, back: string): void {
    const t = this.frame.words(request);
    const hidden = { ...this.frame.hidden(request), ...(chosen.factor && { factor: chosen.factor.id }) };
    this.frame.show(request, response, {
      title: t('loss.title'),
      children: <ConfirmLoss t={t} hidden={hidden} action={action} chosen={chosen} back={back} />,
    });
  }

  private say(request: Request, response: Response, what: 'mail-sent'): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t(`loss.${what}`),
      children: (
        <>
          <Notice kind="info">{t(`loss.${what}-text`)}</Notice>
          <ButtonLink href="/">{t('own.problem.home')}</ButtonLink>
        </>
      ),
    });
  }

  /** @throws Refusal `loss.gone` (unknown) */
  private async linkOf(token: string): Promise<OneTimeLink> {
    const link = await this.links.look('loss', token);
    if (!link) throw new Refusal('loss.gone', 'unknown');
    return link;
  }
}
