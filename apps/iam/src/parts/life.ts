import type { AccountStore, ChangeEmail, IdentityStore, OweRenewal, SecureAccount } from '@habilis/accounts';
import {
  AccountSafety,
  EmailChanges,
  ProofTries,
  ProveControl,
  Receipts,
  ReceiptSeals,
  Renewals,
  StartRenewal,
  ReportLoss,
  type ControlProver,
  type ProvedLoss,
  type TypedControl,
} from '@habilis/credentials';
import {
  LossLinks,
  PgEmailChanges,
  PgKnownPeople,
  PgMeansHolds,
  PgReceipts,
  PgRenewals,
  renewalHandlers,
  type PgIdentifiers,
  type PgOneTimeLinks,
} from '@habilis/credentials/pg';
import { ConsoleRenewalsController } from '@habilis/credentials/web';
import type { RateLimits } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { SessionEnding } from '@habilis/provider';
import { EmailController } from '../own-pages/email.controller.tsx';
import { PauseController } from '../own-pages/pause.controller.tsx';
import { ReceiptDesk } from '../own-pages/receipt-view.tsx';
import { ReceiptsController } from '../own-pages/receipts.controller.tsx';
import { LossMail, ReportController } from '../own-pages/report.controller.tsx';
import type { Ground } from './ground.ts';
import { wireRecovery } from './recovery.ts';
import { wired } from './wired.ts';

interface Around {
  readonly links: PgOneTimeLinks;
  readonly provers: Readonly<Record<TypedControl, ControlProver>>;
  readonly identifiers: PgIdentifiers;
  readonly secureAccount: SecureAccount;
  readonly oweRenewal: OweRenewal;
  readonly changeEmail: ChangeEmail;
  readonly sessions: SessionEnding;
  readonly accounts: AccountStore;
  readonly identities: IdentityStore;
}

/** What becomes of accounts when something is lost, and the proof people keep of what they asked. */
export function wireLife(ground: Ground, around: Around) {
  const { db, clock, env, issuer, sealer, limits } = ground;
  const { links, provers, secureAccount, oweRenewal, changeEmail, sessions } = around;
  const receipts = new PgReceipts(db);
  const seals = new ReceiptSeals(env.HABILIS_PEPPER);
  const safety = new SafetyOfAccount(secureAccount, sessions);
  const people = new PgKnownPeople(db);
  const lossLinks = new LossLinks(db, sealer, people, links, clock);
  const recovery = wireRecovery(ground, { ...around, people });
  const renewals = new PgRenewals(db);
  const owing = { owe: oweRenewal.run.bind(oweRenewal), settle: oweRenewal.settle.bind(oweRenewal) };
  const emails = new PgEmailChanges(db, links, changeEmail.run.bind(changeEmail), clock);
  return {
    handlers: {
      ...renewalHandlers(db, owing, clock),
      'loss.link': lossLinks.deliver,
      ...recovery.handlers,
      'email.change': emails.deliver,
      'credentials.alarm': (payload: Record<string, unknown>) => safety.endEverything(String(payload['account'])),
    },
    controllers: [
      ReceiptsController,
      PauseController,
      ReportController,
      ...recovery.controllers,
      EmailController,
      ConsoleRenewalsController,
    ],
    providers: [
      wired(Receipts, receipts),
      wired(ReceiptDesk, new ReceiptDesk(seals, clock, issuer.origin)),
      wired(ProveControl, new ProveControl(provers, new CountedTries(limits))),
      wired(ReportLoss, new ReportLoss(new PgMeansHolds(db), safety, receipts, clock)),
      wired(LossMail, new CountedLossMail(lossLinks, limits)),
      wired(Renewals, renewals),
      wired(StartRenewal, new StartRenewal(renewals, clock)),
      ...recovery.providers,
      wired(EmailChanges, emails),
    ],
  };
}

class SafetyOfAccount extends AccountSafety {
  constructor(
    private readonly secureAccount: SecureAccount,
    private readonly sessions: SessionEnding,
  ) {
    super();
  }

  override secure(account: string, { why, proof }: { why: string; proof: string }): Promise<string | null> {
    return this.secureAccount.run(account, { why, proof });
  }

  override endEverything(account: string): Promise<void> {
    return this.sessions.endEverything(account, 'loss-reported');
  }
}

/** Tries at the door of lost means, counted by name and by address, known or not. */
class CountedTries extends ProofTries {
  constructor(private readonly limits: RateLimits) {
    super();
  }

  override async spend(identifier: string, address: string): Promise<void> {
    await this.limits.spend('loss-address', address);
    await this.limits.spend('loss-name', identifier.trim().toLowerCase());
  }
}

/** Links by mail, a few a day to one name; one too many is answered like the others and sends nothing. */
class CountedLossMail extends LossMail {
  constructor(
    private readonly links: LossLinks,
    private readonly limits: RateLimits,
  ) {
    super();
  }

  override async ask(identifier: string, loss: Pick<ProvedLoss, 'what' | 'why'>, address: string): Promise<void> {
    await this.limits.spend('loss-address', address);
    try {
      await this.limits.spend('loss-mail', identifier.trim().toLowerCase());
    } catch (error) {
      if (error instanceof Refusal) return;
      throw error;
    }
    await this.links.ask(identifier, loss);
  }
}
