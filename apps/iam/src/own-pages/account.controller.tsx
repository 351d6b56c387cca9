import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { AccountStore } from '@habilis/accounts';
import { Clock } from '@habilis/kernel';
import type { Request, Response } from 'express';
import type { WebSession } from '../session/web-sessions.ts';
import { AccountPage, RecoveryAsked } from './account-page.tsx';
import { Frame } from './frame.tsx';
import { Names } from './names.ts';
import { RecoveryDesk } from './recovery-desk.ts';
import { Own } from './signed-in.ts';
import { standingInWords } from './standing-in-words.ts';

/** What a person sees of their own account: who they are here, how far they can go, and what limits it. */
@Controller('moi')
export class AccountController {
  constructor(
    @Inject(Frame) private readonly frame: Frame,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(Names) private readonly names: Names,
    @Inject(RecoveryDesk) private readonly recoveries: RecoveryDesk,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Own() session: WebSession, @Req() request: Request, @Res() response: Response): Promise<void> {
    const t = this.frame.words(request);
    const [account, askedAt] = await Promise.all([this.accounts.get(session.accountId), this.recoveries.askedAt(session.accountId)]);
    const standing = standingInWords(session.standing, this.clock.now(), t, this.names);
    this.frame.show(request, response, {
      title: `${account.givenName} ${account.familyName}`.trim(),
      lead: t('own.account.lead'),
      width: 'wide',
      children: (
        <>
          {askedAt && <RecoveryAsked t={t} at={askedAt} hidden={this.frame.hidden(request)} />}
          <AccountPage t={t} account={account} session={session} standing={standing} />
        </>
      ),
    });
  }
}
