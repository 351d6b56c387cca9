import { addressOf, pageHeaders, shape, shaped, statusOf } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { language, type Hidden } from '@habilis/pages';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ChoosePassword } from '../password/choose-password.ts';
import { ProvePasskey } from '../factor/prove-passkey.ts';
import { PasswordOwners } from '../password/password-owner.ts';
import { Passwords } from '../password/password.ts';
import { SignInWithPassword } from '../sign-in/sign-in-with-password.ts';
import { BrowserCookie } from './browser-cookie.ts';
import { interactionUid } from './interaction-uid.ts';
import { LocalDesk, type LocalUnderWay } from './local-desk.ts';
import { PasswordPages } from './password-pages.tsx';
import { SignInPages } from './sign-in-pages.tsx';

const StartForm = z.strictObject({ interaction: interactionUid });
const ReplaceForm = z.strictObject({ password: z.string() });
const PasswordForm = z.strictObject({ identifier: z.string().max(1_000), password: z.string() });

/** Refusals after which the person tries again at once or a little later; others have a page of their own. */
const TOLD_ON_THE_PAGE: ReadonlySet<string> = new Set(['sign-in.refused', 'sign-in.slow', 'sign-in.busy', 'password.too-long']);

/** Signing in with an identifier and a password, as pages. Each form is one step; the desk says which comes next. */
@Controller('sign-in')
export class SignInController {
  constructor(
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(SignInPages) private readonly pages: SignInPages,
    @Inject(SignInWithPassword) private readonly signIn: SignInWithPassword,
    @Inject(ProvePasskey) private readonly passkey: ProvePasskey,
    @Inject(BrowserCookie) private readonly browsers: BrowserCookie,
    @Inject(PasswordOwners) private readonly owners: PasswordOwners,
    @Inject(ChoosePassword) private readonly choose: ChoosePassword,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(PasswordPages) private readonly passwordPages: PasswordPages,
  ) {}

  @Post('start')
  async start(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { interaction } = await shape(StartForm, request.body);
    response.redirect(303, await this.desk.begin(response, interaction));
  }

  @Get(':uid')
  async show(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.desk.open(request, uid);
    if (underWay.signIn.account !== null) return response.redirect(303, await this.desk.next(underWay.signIn));
    await this.send(request, response, underWay);
  }

  /** A sign-in that was begun by a link goes on here. */
  @Get(':uid/carried')
  async carried(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.redirect(303, await this.desk.adopt(request, response, uid));
  }

  @Post(':uid/password')
  async password(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.desk.open(request, uid);
    const form = await shape(PasswordForm, request.body);
    try {
      const { account } = await this.signIn.run({ ...form, address: addressOf(request), browser: this.browsers.of(request) });
      response.redirect(303, await this.desk.prove(request, response, uid, account, 'password'));
    } catch (error) {
      if (!(error instanceof Refusal) || !TOLD_ON_THE_PAGE.has(error.code)) throw error;
      const { retryAfter } = error.details;
      if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
      await this.send(request, response.status(error.kind === 'busy' ? statusOf(error) : 422), underWay, {
        identifier: form.identifier,
        refusal: error,
      });
    }
  }

  /** Asked of someone whose password is too old, or has to be replaced: by themselves, all their proofs given. */
  @Get(':uid/new-password')
  async replace(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { signIn, waiting } = await this.desk.open(request, uid);
    if ((await this.desk.lack(signIn)) !== 'new-password') return response.redirect(303, await this.desk.next(signIn));
    await this.sendReplacing(request, response, { signIn, waiting });
  }

  @Post(':uid/new-password')
  async replaced(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.desk.open(request, uid);
    const { password } = await shape(ReplaceForm, request.body);
    if ((await this.desk.lack(underWay.signIn)) !== 'new-password') return response.redirect(303, await this.desk.next(underWay.signIn));
    try {
      const owner = (await this.owners.of(underWay.signIn.account!))!;
      await this.passwords.change(owner.account, await this.choose.run(owner, password, { replaces: true }), { why: 'too-old' });
      response.redirect(303, await this.desk.next(underWay.signIn));
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
      await this.sendReplacing(request, response.status(422), underWay, error);
    }
  }

  private async sendReplacing(request: Request, response: Response, { signIn, waiting }: LocalUnderWay, refusal?: Refusal) {
    const owner = (await this.owners.of(signIn.account!))!;
    pageHeaders(response, { formAction: waiting.origins, script: true });
    const action = `/sign-in/${signIn.interaction}/new-password`;
    response.type('html').send(this.passwordPages.replace(language(request), { action, owner, hidden: hiddenOf(request), refusal }));
  }

  private async send(
    request: Request,
    response: Response,
    { signIn, waiting }: LocalUnderWay,
    tried?: Parameters<SignInPages['identify']>[2],
  ) {
    pageHeaders(response, { formAction: waiting.origins, script: true });
    const passkey = await this.passkey.begin(null, signIn.id);
    const shown = { uid: signIn.interaction, waiting, hidden: hiddenOf(request), passkey };
    response.type('html').send(this.pages.identify(language(request), shown, tried));
  }
}

const hiddenOf = ({ csrf }: Request): Hidden => (csrf ? { csrf } : {});
