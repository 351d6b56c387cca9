import { pageHeaders, shape, shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { language, type Hidden } from '@habilis/pages';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { SignInWithPassword } from '../sign-in-with-password.ts';
import { interactionUid } from './interaction-uid.ts';
import { LocalDesk, type LocalUnderWay } from './local-desk.ts';
import { SignInPages } from './sign-in-pages.tsx';

const StartForm = z.strictObject({ interaction: interactionUid });
const PasswordForm = z.strictObject({ identifier: z.string().max(1_000), password: z.string() });

/** Signing in with an identifier and a password, as pages. Each form is one step; the desk says which comes next. */
@Controller('sign-in')
export class SignInController {
  constructor(
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(SignInPages) private readonly pages: SignInPages,
    @Inject(SignInWithPassword) private readonly signIn: SignInWithPassword,
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
    this.send(request, response, underWay);
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
      const { account } = await this.signIn.run(form);
      response.redirect(303, await this.desk.prove(request, response, uid, account, 'password'));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'sign-in.refused') throw error;
      this.send(request, response.status(422), underWay, { identifier: form.identifier, refusal: error });
    }
  }

  private send(request: Request, response: Response, { signIn, waiting }: LocalUnderWay, tried?: Parameters<SignInPages['identify']>[2]) {
    pageHeaders(response, { formAction: waiting.origins });
    const hidden: Hidden = request.csrf ? { csrf: request.csrf } : {};
    const shown = { uid: signIn.interaction, waiting, hidden };
    response.type('html').send(this.pages.identify(language(request), shown, tried));
  }
}
