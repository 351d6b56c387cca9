import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { AccountStore, FRESH_MS } from '@habilis/accounts';
import { EMAIL_DELAY_HOURS, EmailChanges } from '@habilis/credentials';
import { shaped } from '@habilis/http';
import { Clock, Refusal } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Definition, Field, Form, Notice, parisDateTime } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { Own } from './signed-in.ts';

const AskForm = z.strictObject({ address: z.email().max(254) });
const NewForm = z.strictObject({});
const OldForm = z.strictObject({ answer: z.enum(['confirm', 'stop']) });
const Token = z.string().regex(/^[0-9a-z]{40,80}$/);

/** The address one is written to: changed by a fresh sign-in, the new address's word, and the former one's time to refuse. */
@Controller()
export class EmailController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(EmailChanges) private readonly changes: EmailChanges,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('moi/courriel')
  async show(@Own() session: WebSession, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.frame.words(request);
    const { email } = await this.accounts.get(session.accountId);
    const waiting = await this.changes.underWay(session.accountId);
    this.frame.show(request, response, {
      title: t('email.title'),
      lead: t('email.lead', { hours: EMAIL_DELAY_HOURS }),
      children: (
        <>
          <Definition items={[{ term: t('email.current'), value: email ?? t('email.none') }]} />
          {waiting && (
            <Notice kind="info" title={t('email.under-way')}>
              {t('email.under-way-text', { address: waiting.address, due: parisDateTime(waiting.dueAt, t.language) })}
            </Notice>
          )}
          {this.isFresh(session) ? (
            <Form action="/moi/courriel" hidden={this.frame.hidden(request)}>
              <Field name="address" type="email" label={t('email.new')} autoComplete="email" maxLength={254} />
              <Actions>
                <Button>{t('email.ask')}</Button>
                <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
              </Actions>
            </Form>
          ) : (
            <Actions>
              <ButtonLink kind="primary" href="/session/sign-in?for=own&fresh=1&return=/moi/courriel">
                {t('own.closure.sign-in-again')}
              </ButtonLink>
              <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
            </Actions>
          )}
        </>
      ),
    });
  }

  @Post('moi/courriel')
  async ask(
    @Own() session: WebSession,
    @Body(shaped(AskForm)) { address }: z.infer<typeof AskForm>,
    @Res() response: Response,
  ): Promise<void> {
    if (!this.isFresh(session)) throw new Refusal('sign-in.not-fresh', 'unauthenticated');
    await this.changes.ask(session.accountId, address);
    response.redirect(303, '/moi/courriel');
  }

  @Get('courriel/arreter/:token')
  async old(@Param('token', shaped(Token)) token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.mustOpen('old', token);
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('email.old-title'),
      lead: t('email.old-lead'),
      children: (
        <Form action={`/courriel/arreter/${token}`} hidden={this.frame.hidden(request)}>
          <Actions>
            <Button kind="danger" name="answer" value="stop">
              {t('email.stop')}
            </Button>
            <Button kind="secondary" name="answer" value="confirm">
              {t('email.agree')}
            </Button>
          </Actions>
        </Form>
      ),
    });
  }

  @Post('courriel/arreter/:token')
  @HttpCode(200)
  async answer(
    @Param('token', shaped(Token)) token: string,
    @Body(shaped(OldForm)) { answer }: z.infer<typeof OldForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.changes.answerOld(token, answer);
    this.done(request, response, answer === 'stop' ? 'stopped' : 'agreed');
  }

  @Get('courriel/:token')
  async fresh(@Param('token', shaped(Token)) token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.mustOpen('new', token);
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('email.new-title'),
      lead: t('email.new-lead'),
      children: (
        <Form action={`/courriel/${token}`} hidden={this.frame.hidden(request)}>
          <Button>{t('email.confirm')}</Button>
        </Form>
      ),
    });
  }

  @Post('courriel/:token')
  @HttpCode(200)
  async confirm(
    @Param('token', shaped(Token)) token: string,
    @Body(shaped(NewForm)) _form: object,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.changes.confirmNew(token);
    this.done(request, response, 'confirmed');
  }

  private done(request: Request, response: Response, what: 'stopped' | 'agreed' | 'confirmed'): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('email.title'),
      children: (
        <>
          <Notice kind="success">{t(`email.${what}`)}</Notice>
          <ButtonLink href={what === 'stopped' ? '/report' : '/moi'}>{t(what === 'stopped' ? 'recovery.report' : 'own.back')}</ButtonLink>
        </>
      ),
    });
  }

  private isFresh({ authTime }: WebSession): boolean {
    return this.clock.now().getTime() - authTime.getTime() < FRESH_MS;
  }

  /** @throws Refusal `email.link-gone` (unknown) */
  private async mustOpen(which: 'new' | 'old', token: string): Promise<void> {
    if (!(await this.changes.look(which, token))) throw new Refusal('email.link-gone', 'unknown');
  }
}
