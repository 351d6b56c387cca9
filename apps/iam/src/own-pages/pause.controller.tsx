import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { AccountStore, AskToReturn, holdsAt, PauseOwnAccess, REASONS, reasonsFor, type Hold } from '@habilis/accounts';
import { Receipts } from '@habilis/credentials';
import { Me, shaped } from '@habilis/http';
import { Clock, parisDay, Refusal, startOfParisDay, type Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Field, Form, Notice, parisDateTime, Select, type Translate } from '@habilis/pages';
import { SessionEnding } from '@habilis/provider';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { OwnCookie } from '../session/cookies.ts';
import { WebSessions, type WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { ReceiptDesk } from './receipt-view.tsx';
import { Own } from './signed-in.ts';

const PauseForm = z.strictObject({ why: z.enum(reasonsFor('pause')), until: z.union([z.literal(''), z.iso.date()]).default('') });
const ReturnForm = z.strictObject({});

/**
 * « Suspendre mon accès maintenant »: one click from the account page, one to confirm, a receipt.
 *
 * No fresh sign-in is asked: it is needed most by someone in a hurry, and harms nobody.
 *
 * @source CPAM13.4.1
 */
@Controller('moi/suspension')
export class PauseController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(PauseOwnAccess) private readonly pauseOwnAccess: PauseOwnAccess,
    @Inject(AskToReturn) private readonly askToReturn: AskToReturn,
    @Inject(SessionEnding) private readonly providerSessions: SessionEnding,
    @Inject(WebSessions) private readonly sessions: WebSessions,
    @Inject(OwnCookie) private readonly cookie: OwnCookie,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(ReceiptDesk) private readonly desk: ReceiptDesk,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(@Own() session: WebSession, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.frame.words(request);
    const { holds } = await this.accounts.get(session.accountId);
    const paused = holds.find((each) => each.kind === 'pause' && holdsAt(each, this.clock.now()));
    const hidden = this.frame.hidden(request);
    this.frame.show(request, response, {
      title: t('pause.title'),
      lead: t('pause.lead'),
      children: paused ? <Paused t={t} hold={paused} hidden={hidden} /> : <Ask t={t} hidden={hidden} today={this.today()} />,
    });
  }

  @Post()
  @HttpCode(200)
  async pause(
    @Me() me: Caller,
    @Own() session: WebSession,
    @Body(shaped(PauseForm)) { why, until }: z.infer<typeof PauseForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const number = await this.pauseOwnAccess.run(me, { why, until: until === '' ? null : startOfParisDay(until) });
    await this.providerSessions.endAll(me.id, 'ended-by-person');
    await this.sessions.close(session.id);
    this.cookie.clear(response);
    delete request.me;
    delete request.csrf;
    const receipt = await this.receipts.find(number);
    if (!receipt) throw new Refusal('receipt.unknown', 'unknown');
    const t = this.frame.words(request);
    this.frame.show(request, response, { title: t('receipts.hold.pause.title'), children: this.desk.shown(receipt, t, {}) });
  }

  @Post('retour')
  async comeBack(
    @Me() me: Caller,
    @Body(shaped(ReturnForm)) _form: object,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.askToReturn.run(me);
    const t = this.frame.words(request);
    this.frame.show(request, response, {
      title: t('pause.return-asked'),
      children: (
        <>
          <Notice kind="success">{t('pause.return-asked-text')}</Notice>
          <Actions>
            <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
          </Actions>
        </>
      ),
    });
  }

  private today(): string {
    return parisDay(this.clock.now());
  }
}

function Ask({ t, hidden, today }: { t: Translate; hidden: Record<string, string>; today: string }) {
  return (
    <>
      <Notice kind="warning" title={t('pause.what')}>
        <ul>
          {['at-once', 'sessions', 'proof', 'back'].map((key) => (
            <li key={key}>{t(`pause.what-${key}`)}</li>
          ))}
        </ul>
      </Notice>
      <Form action="/moi/suspension" hidden={hidden}>
        <Select
          name="why"
          label={t('pause.why')}
          defaultValue="prefers-not-to-say"
          options={Object.entries(REASONS.pause).map(([value, words]) => ({ value, label: words[t.language] }))}
        />
        <Field name="until" type="date" label={t('pause.until')} hint={t('pause.until-hint')} min={today} optional />
        <Actions>
          <Button kind="danger">{t('pause.confirm')}</Button>
          <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
        </Actions>
      </Form>
      <p className="hint">
        {t('pause.stolen')} <a href="/report">{t('pause.stolen-link')}</a>
      </p>
    </>
  );
}

function Paused({ t, hold, hidden }: { t: Translate; hold: Hold; hidden: Record<string, string> }) {
  const until = hold.until && t('pause.comes-back', { until: parisDateTime(hold.until, t.language) });
  return (
    <>
      <Notice kind="warning" title={t('pause.is-paused', { from: parisDateTime(hold.from, t.language) })}>
        {until ?? t('pause.waits')}
      </Notice>
      <Form action="/moi/suspension/retour" hidden={hidden}>
        <Actions>
          <Button>{t('pause.ask-return')}</Button>
          <ButtonLink href="/moi/recus">{t('receipts.page.list')}</ButtonLink>
        </Actions>
      </Form>
    </>
  );
}
