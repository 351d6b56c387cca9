import { shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Notice, passkeyScript } from '@habilis/pages';
import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { ProvePasskey } from '../factor/prove-passkey.ts';
import { PasskeyForm as PasskeyAnswer } from './forms.ts';
import { interactionUid } from './interaction-uid.ts';
import { LocalDesk, type LocalUnderWay } from './local-desk.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { SecondFactorPages } from './second-factor-pages.tsx';

/** Signing in with a passkey and nothing else: no identifier is typed, and the page knows nobody. */
@Controller('sign-in/:uid/passkey')
export class PasskeySignInController {
  constructor(
    @Inject(LocalDesk) private readonly desk: LocalDesk,
    @Inject(ProvePasskey) private readonly passkey: ProvePasskey,
    @Inject(SecondFactorPages) private readonly pages: SecondFactorPages,
  ) {}

  @Get()
  async ask(@Param('uid', shaped(interactionUid)) uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.begun(request, response, uid);
    if (underWay) await this.show(request, response, underWay);
  }

  @Post()
  async prove(
    @Param('uid', shaped(interactionUid)) uid: string,
    @Body(shaped(PasskeyAnswer)) form: z.infer<typeof PasskeyAnswer>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const underWay = await this.begun(request, response, uid);
    if (!underWay) return;
    try {
      const { account, deviceBound } = await this.passkey.run(underWay.signIn.id, form.response);
      response.redirect(303, await this.desk.prove(request, response, uid, account, 'passkey', { deviceBound }));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'passkey.refused') throw error;
      await this.show(request, response.status(422), underWay, error.code);
    }
  }

  private async show(request: Request, response: Response, underWay: LocalUnderWay, refused?: string): Promise<void> {
    const { id, interaction } = underWay.signIn;
    const t = this.pages.words(request);
    const options = await this.passkey.begin(null, id);
    this.pages.show(request, response, underWay, {
      title: t('second-factor.passkey-title'),
      lead: t('second-factor.lead-passkey'),
      refused: refused !== undefined,
      script: passkeyScript,
      children: (
        <>
          {refused && <Notice kind="danger">{t(`refusal.${refused}`)}</Notice>}
          <PasskeyForm
            t={t}
            action={`/sign-in/${interaction}/passkey`}
            asked={{ act: 'get', options }}
            hidden={this.pages.hidden(request)}
            button={t('second-factor.use-passkey')}
          />
          <p>
            <a href={`/sign-in/${interaction}`}>{t('second-factor.with-password')}</a>
          </p>
        </>
      ),
    });
  }

  /** A sign-in in which nobody has proved anything; others go on where they are. */
  private async begun(request: Request, response: Response, uid: string): Promise<LocalUnderWay | undefined> {
    const underWay = await this.desk.open(request, uid);
    if (underWay.signIn.account === null) return underWay;
    response.redirect(303, await this.desk.next(underWay.signIn));
    return undefined;
  }
}
