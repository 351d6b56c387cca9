import { shaped } from '@habilis/http';
import { passkeyScript } from '@habilis/pages';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { EnrolPasskey } from '../factor/enrol-passkey.ts';
import { EnrolTotp } from '../factor/enrol-totp.ts';
import { PasskeyEnrolment, TotpEnrolment } from './enrolment-pages.tsx';
import { NewPasskeyForm, TotpForm } from './forms.ts';
import { OwnPages } from './own-pages.ts';
import { onForm, orConfirm } from './sensitive.ts';

const [HOME, TOTP, PASSKEY] = ['/moi/securite', '/moi/securite/application', '/moi/securite/cle'] as const;
const ADDED = `${HOME}?fait=added`;

/** Adding an application of codes or a passkey to one's own account, right after a proof. */
@Controller('moi/securite')
export class EnrolmentController {
  constructor(
    @Inject(OwnPages) private readonly pages: OwnPages,
    @Inject(EnrolTotp) private readonly totp: EnrolTotp,
    @Inject(EnrolPasskey) private readonly passkey: EnrolPasskey,
  ) {}

  @Get('application')
  async askTotp(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.showTotp(request, response);
  }

  @Post('application')
  async addTotp(@Body(shaped(TotpForm)) form: z.infer<typeof TotpForm>, @Req() request: Request, @Res() response: Response): Promise<void> {
    try {
      const add = () => this.totp.confirm(this.pages.proven(request), this.pages.browser(request), form);
      if (await orConfirm(this.pages, response, TOTP, add)) response.redirect(303, ADDED);
    } catch (error) {
      const { code } = onForm(error, ['otp.wrong', 'factor.name', 'enrolment.gone']);
      await this.showTotp(request, response.status(422), code);
    }
  }

  @Get('cle')
  async askPasskey(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.showPasskey(request, response);
  }

  @Post('cle')
  async addPasskey(
    @Body(shaped(NewPasskeyForm)) form: z.infer<typeof NewPasskeyForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    try {
      const add = () => this.passkey.confirm(this.pages.proven(request), this.pages.browser(request), form);
      if (await orConfirm(this.pages, response, PASSKEY, add)) response.redirect(303, ADDED);
    } catch (error) {
      const { code } = onForm(error, ['passkey.refused', 'factor.name', 'factor.taken']);
      await this.showPasskey(request, response.status(422), code);
    }
  }

  private async showTotp(request: Request, response: Response, refused?: string): Promise<void> {
    const begin = () => this.totp.begin(this.pages.proven(request), this.pages.browser(request));
    const seed = await orConfirm(this.pages, response, TOTP, begin);
    if (!seed) return;
    const t = this.pages.words(request);
    this.pages.show(request, response, {
      title: t('security.totp.add'),
      lead: t('security.totp.lead'),
      refused: refused !== undefined,
      children: <TotpEnrolment {...{ t, seed }} {...this.around(request, TOTP)} wrong={refused && t(`refusal.${refused}`)} />,
    });
  }

  private async showPasskey(request: Request, response: Response, refused?: string): Promise<void> {
    const begin = () => this.passkey.begin(this.pages.proven(request), this.pages.browser(request));
    const options = await orConfirm(this.pages, response, PASSKEY, begin);
    if (!options) return;
    const t = this.pages.words(request);
    this.pages.show(request, response, {
      title: t('security.passkey.add'),
      lead: t('security.passkey.why'),
      refused: refused !== undefined,
      script: passkeyScript,
      children: <PasskeyEnrolment {...{ t, options }} {...this.around(request, PASSKEY)} wrong={refused && t(`refusal.${refused}`)} />,
    });
  }

  private around(request: Request, action: string) {
    return { action, back: HOME, hidden: this.pages.hidden(request) };
  }
}
