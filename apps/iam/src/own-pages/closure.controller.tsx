import { WatchVacancies } from '@habilis/access';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CloseOwnAccount, FRESH_MS, REASONS, reasonsFor } from '@habilis/accounts';
import { Receipts } from '@habilis/credentials';
import { Me, shaped } from '@habilis/http';
import { Clock, type Caller } from '@habilis/kernel';
import { Actions, Button, ButtonLink, Form, Notice, Select, type Translate } from '@habilis/pages';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { OwnCookie } from '../session/cookies.ts';
import { WebSessions, type WebSession } from '../session/web-sessions.ts';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';
import { ReceiptDesk } from './receipt-view.tsx';
import { Own } from './signed-in.ts';

const ClosureForm = z.strictObject({ why: z.enum(reasonsFor('close')) });

/**
 * Closing one's own account: consequences first, a fresh sign-in, then a dated receipt.
 *
 * @source CGU.cloture
 */
@Controller('moi/cloture')
export class ClosureController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(WatchVacancies) private readonly vacancies: WatchVacancies,
    @Inject(Names) private readonly names: Names,
    @Inject(CloseOwnAccount) private readonly closeOwnAccount: CloseOwnAccount,
    @Inject(WebSessions) private readonly sessions: WebSessions,
    @Inject(OwnCookie) private readonly cookie: OwnCookie,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(ReceiptDesk) private readonly desk: ReceiptDesk,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(@Own() session: WebSession, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.frame.words(request);
    const vacant = (await this.vacancies.leftBy(session.accountId, null)).map(({ organisation }) => this.names.organisation(organisation));
    const fresh = this.clock.now().getTime() - session.authTime.getTime() < FRESH_MS;
    this.frame.show(request, response, {
      title: t('own.closure.title'),
      lead: t('own.closure.lead'),
      children: (
        <>
          {vacant.length > 0 && <Notice kind="danger">{t('own.closure.last', { organisations: vacant.join(', ') })}</Notice>}
          <Consequences t={t} />
          {fresh ? <Confirm t={t} hidden={this.frame.hidden(request)} /> : <ProveYourself t={t} />}
        </>
      ),
    });
  }

  @Post()
  async close(
    @Me() me: Caller,
    @Own() session: WebSession,
    @Body(shaped(ClosureForm)) { why }: z.infer<typeof ClosureForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const receipt = await this.closeOwnAccount.run(me, { why, signedInAt: session.authTime });
    await this.sessions.close(session.id);
    this.cookie.clear(response);
    delete request.me;
    delete request.csrf;
    const t = this.frame.words(request);
    const kept = await this.receipts.find(receipt.number);
    this.frame.show(request, response, {
      title: t('receipts.account.close.title'),
      children: kept && this.desk.shown(kept, t, {}),
    });
  }
}

function Consequences({ t }: { t: Translate }) {
  return (
    <Notice kind="warning" title={t('own.closure.consequences')}>
      <ul>
        {['access', 'portals', 'grants', 'records', 'again'].map((key) => (
          <li key={key}>{t(`own.closure.consequence-${key}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function ProveYourself({ t }: { t: Translate }) {
  return (
    <>
      <p>{t('own.closure.prove')}</p>
      <Actions>
        <ButtonLink kind="primary" href="/session/sign-in?for=own&fresh=1&return=/moi/cloture">
          {t('own.closure.sign-in-again')}
        </ButtonLink>
        <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
      </Actions>
    </>
  );
}

function Confirm({ t, hidden }: { t: Translate; hidden: Record<string, string> }) {
  return (
    <Form action="/moi/cloture" hidden={hidden}>
      <Select
        name="why"
        label={t('own.closure.why')}
        options={Object.entries(REASONS.close).map(([value, words]) => ({ value, label: words[t.language] }))}
      />
      <Actions>
        <Button kind="danger">{t('own.closure.confirm')}</Button>
        <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
      </Actions>
    </Form>
  );
}
