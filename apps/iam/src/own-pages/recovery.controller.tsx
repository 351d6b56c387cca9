import { Upstreams } from '@habilis/federation';
import { addressOf, shaped } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Field, Form, Notice, type Hidden, type Translate } from '@habilis/pages';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Frame } from './frame.tsx';
import { RecoveryDesk } from './recovery-desk.ts';

const AskForm = z.strictObject({ identifier: z.string().trim().min(1).max(254) });
const NoForm = z.strictObject({});
const Token = z.string().regex(/^[0-9a-z]{40,80}$/);

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
    @Inject(Upstreams) private readonly upstreams: Upstreams,
  ) {}

  @Get()
  show(@Req() request: Request, @Res() response: Response): void {
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('recovery.title'),
      lead: t('recovery.lead'),
      leadsTo: this.vouching().flatMap(({ origins }) => origins),
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
            <p className="hint">{t('recovery.identify-hint')}</p>
            <Actions>
              {this.identifyButtons(t)}
              <Button kind="secondary">{t('recovery.ask')}</Button>
            </Actions>
          </Form>
        </>
      ),
    });
  }

  /** Whoever has asked without showing who they are may do so at once: the same answer whoever was named. */
  @Post()
  @HttpCode(200)
  async ask(
    @Body(shaped(AskForm)) { identifier }: z.infer<typeof AskForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.desk.ask(identifier, addressOf(request));
    const t = this.frame.words(request);
    this.say(request, response, 'asked', this.identifyForm(t, { ...this.frame.hidden(request), identifier }));
  }

  @Get('identite')
  identified(@Req() request: Request, @Res() response: Response): void {
    this.say(request, response, 'identified');
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

  private vouching() {
    return this.upstreams.all().filter(({ vouches }) => vouches);
  }

  private identifyButtons(t: Translate) {
    return this.vouching().map(({ id, settings: { label: upstream } }) => (
      <Button key={id} formAction={`/upstream/${id}/identify`}>
        {t('recovery.identify', { upstream })}
      </Button>
    ));
  }

  private identifyForm(t: Translate, hidden: Hidden) {
    return (
      <Form action="/secours" hidden={hidden}>
        <p>{t('recovery.identify-hint')}</p>
        <Actions>
          {this.identifyButtons(t)}
          <ButtonLink href="/">{t('own.problem.home')}</ButtonLink>
        </Actions>
      </Form>
    );
  }

  private say(request: Request, response: Response, what: keyof typeof SAID, more?: React.ReactNode): void {
    const t = this.frame.words(request);
    const { kind, href, words } = SAID[what];
    this.frame.show(request, response, {
      title: t(`recovery.${what}`),
      leadsTo: more ? this.vouching().flatMap(({ origins }) => origins) : [],
      children: (
        <>
          <Notice kind={kind}>{t(`recovery.${what}-text`)}</Notice>
          {more ?? <ButtonLink href={href}>{t(words)}</ButtonLink>}
        </>
      ),
    });
  }
}

/** What is said once something is done, and where to go then. */
// prettier-ignore
const SAID = {
  asked:      { kind: 'info',    href: '/',       words: 'own.problem.home' },
  identified: { kind: 'success', href: '/',       words: 'own.problem.home' },
  stopped:    { kind: 'success', href: '/report', words: 'recovery.report' },
} as const;
