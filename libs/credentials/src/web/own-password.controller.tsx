import { addressOf, shaped, statusOf } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { passwordScript } from '@habilis/pages';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ChangeOwnPassword } from '../password/change-own-password.ts';
import { BrowserCookie } from './browser-cookie.ts';
import { OwnPages } from './own-pages.ts';
import { PasswordPages } from './password-pages.tsx';
import { orConfirm } from './sensitive.ts';

const HERE = '/moi/securite/mot-de-passe';
/** No limit of length here: what is too long is told on the page. */
const PasswordForm = z.strictObject({ current: z.string().default(''), password: z.string() });

/** One's own password, changed while signed in. */
@Controller('moi/securite/mot-de-passe')
export class OwnPasswordController {
  constructor(
    @Inject(OwnPages) private readonly pages: OwnPages,
    @Inject(ChangeOwnPassword) private readonly changePassword: ChangeOwnPassword,
    @Inject(PasswordPages) private readonly passwordPages: PasswordPages,
    @Inject(BrowserCookie) private readonly browsers: BrowserCookie,
  ) {}

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.form(request, response);
  }

  @Post()
  async change(
    @Body(shaped(PasswordForm)) { current, password }: z.infer<typeof PasswordForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const proven = this.pages.proven(request);
    const session = await this.pages.session(request);
    const order = { current, chosen: password, address: addressOf(request), browser: this.browsers.of(request), session };
    try {
      const change = async () => (await this.changePassword.run(proven, order), true);
      if (await orConfirm(this.pages, response, HERE, change)) response.redirect(303, '/moi/securite?fait=password');
    } catch (error) {
      if (!(error instanceof Refusal) || (error.kind !== 'invalid' && error.kind !== 'busy')) throw error;
      const { retryAfter } = error.details;
      if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
      await this.form(request, response.status(error.kind === 'busy' ? statusOf(error) : 422), error);
    }
  }

  private async form(request: Request, response: Response, refusal?: Refusal): Promise<void> {
    const t = this.pages.words(request);
    const begin = () => this.changePassword.begin(this.pages.proven(request));
    const begun = await orConfirm(this.pages, response, HERE, begin);
    if (!begun) return;
    const { owner, identifier, asksCurrent } = begun;
    const choosing = { action: HERE, owner, identifier, asksCurrent, hidden: this.pages.hidden(request), refusal, advised: true };
    this.pages.show(request, response, {
      title: t(asksCurrent ? 'passwords.own.title' : 'passwords.own.title-first'),
      lead: t('passwords.own.lead'),
      refused: refusal !== undefined,
      script: passwordScript,
      children: this.passwordPages.form(t, choosing),
    });
  }
}
