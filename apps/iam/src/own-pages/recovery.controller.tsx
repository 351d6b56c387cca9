import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { addressOf, shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Field, Form, Notice } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';

const AskForm = z.strictObject({ identifier: z.string().trim().min(1).max(254) });
const NoForm = z.strictObject({});
const Token = z.string().regex(/^[0-9a-z]{40,80}$/);

/** Asking for a recovery, and stopping one. */
export abstract class RecoveryDesk {
  /** Asks in the name of whoever this is, if anyone; says nothing of it. */
  abstract ask(identifier: string, address: string): Promise<void>;
  abstract look(token: string): Promise<boolean>;
  /** @throws Refusal `recovery.stop-gone` (unknown) */
  abstract stop(token: string): Promise<void>;
}

/**
 * « Secours »: someone who has lost everything asks to enrol anew; whoever did not ask stops it.
 *
 * @source CPTS.3
 */
@Controller('secours')
export class RecoveryController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(RecoveryDesk) private readonly desk: RecoveryDesk,
  ) {}

  @Get()
  show(@Req() request: Request, @Res() response: Response): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('recovery.title'),
      lead: t('recovery.lead'),
      children: (
        <>
          <Notice kind="info" title={t('recovery.first')}>
            <ul>
              {['codes', 'other', 'psc'].map((key) => (
                <li key={key}>{t(`recovery.first-${key}`)}</li>
              ))}
            </ul>
          </Notice>
          <Form action="/secours" hidden={this.frame.hidden(request)}>
            <Field
              name="identifier"
              label={t('loss.identifier')}
              hint={t('recovery.identifier-hint')}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
            />
            <Button>{t('recovery.ask')}</Button>
          </Form>
        </>
      ),
    });
  }

  @Post()
  @HttpCode(200)
  async ask(
    @Body(shaped(AskForm)) { identifier }: z.infer<typeof AskForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.desk.ask(identifier, addressOf(request));
    this.say(request, response, 'asked');
  }

  @Get('arreter/:token')
  async confirm(@Param('token', shaped(Token)) token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!(await this.desk.look(token))) throw new Refusal('recovery.stop-gone', 'unknown');
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('recovery.stop-title'),
      lead: t('recovery.stop-lead'),
      children: (
        <Form action={`/secours/arreter/${token}`} hidden={this.frame.hidden(request)}>
          <Actions>
            <Button kind="danger">{t('recovery.stop')}</Button>
            <ButtonLink href="/">{t('recovery.it-is-me')}</ButtonLink>
          </Actions>
        </Form>
      ),
    });
  }

  @Post('arreter/:token')
  @HttpCode(200)
  async stop(
    @Param('token', shaped(Token)) token: string,
    @Body(shaped(NoForm)) _form: object,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.desk.stop(token);
    this.say(request, response, 'stopped');
  }

  private say(request: Request, response: Response, what: 'asked' | 'stopped'): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t(`recovery.${what}`),
      children: (
        <>
          <Notice kind={what === 'asked' ? 'info' : 'success'}>{t(`recovery.${what}-text`)}</Notice>
          <ButtonLink href={what === 'asked' ? '/' : '/report'}>{t(what === 'asked' ? 'own.problem.home' : 'recovery.report')}</ButtonLink>
        </>
      ),
    });
  }
}
