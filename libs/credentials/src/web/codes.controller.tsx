import { Me, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Form, Notice } from '@habilis/pages';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { Factors } from '../factor/factors.ts';
import { MakeRecoveryCodes } from '../factor/make-recovery-codes.ts';
import { levelToTouch, mustBeFresh } from '../sign-in/step-up.ts';
import { CodesForm, sendCodes } from './codes-file.ts';
import { CodesToKeep } from './enrolment-pages.tsx';
import { NoForm } from './forms.ts';
import { OwnPages } from './own-pages.ts';
import { orConfirm } from './sensitive.ts';

const [HOME, CODES, FILE] = ['/moi/securite', '/moi/securite/codes', '/moi/securite/codes/fichier'] as const;

/** Recovery codes: how many are left, and a new sheet, shown once. */
@Controller('moi/securite/codes')
export class CodesController {
  constructor(
    @Inject(OwnPages) private readonly pages: OwnPages,
    @Inject(Factors) private readonly factors: Factors,
    @Inject(MakeRecoveryCodes) private readonly makeCodes: MakeRecoveryCodes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(@Me() me: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    const all = await this.factors.of(me.id);
    const allowed = await orConfirm(this.pages, response, CODES, async () => {
      mustBeFresh(this.pages.proven(request), this.clock.now(), levelToTouch(all));
      return true;
    });
    if (!allowed) return;
    const t = this.pages.words(request);
    const left = all.find(({ kind }) => kind === 'recovery')?.left;
    this.pages.show(request, response, {
      title: t('security.codes.title'),
      lead: t('security.codes.why'),
      children: (
        <Form action={CODES} hidden={this.pages.hidden(request)}>
          {left !== undefined && (
            <Notice kind="warning" title={t('security.codes.count', { count: left })}>
              {t('security.codes.replaces')}
            </Notice>
          )}
          <Actions>
            <Button>{t(left === undefined ? 'security.codes.make' : 'security.codes.renew')}</Button>
            <ButtonLink href={HOME}>{t('security.back')}</ButtonLink>
          </Actions>
        </Form>
      ),
    });
  }

  @Post()
  async make(@Body(shaped(NoForm)) _form: z.infer<typeof NoForm>, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.pages.words(request);
    const make = () => this.makeCodes.run(this.pages.proven(request), t('security.codes.sheet'));
    const codes = await orConfirm(this.pages, response, CODES, make);
    if (!codes) return;
    this.pages.show(request, response, {
      title: t('security.codes.yours'),
      children: <CodesToKeep t={t} codes={codes} file={FILE} next={HOME} hidden={this.pages.hidden(request)} />,
    });
  }

  @Post('fichier')
  file(
    @Me() _me: Caller,
    @Body(shaped(CodesForm)) form: z.infer<typeof CodesForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    sendCodes(response, this.pages.words(request), form);
  }
}
