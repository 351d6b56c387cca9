import {
  AccountStore,
  ApproveRequest,
  Arrive,
  AskToJoin,
  AskToReturn,
  CancelDeparture,
  ChangeEmail,
  CloseOwnAccount,
  Enrol,
  LiftHold,
  OweRenewal,
  PauseOwnAccess,
  RecordDeparture,
  RefuseRequest,
  SecureAccount,
  SettleDoubt,
  SuspendAccess,
  SuspendForAbsence,
} from '@habilis/accounts';
import { PgAccounts, PgIdentities } from '@habilis/accounts/pg';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** Accounts: their store, and everything that may be done to one. */
export function wireAccounts({ db, clock }: Ground) {
  const accounts = new PgAccounts(db);
  const identities = new PgIdentities(db);
  return {
    accounts,
    identities,
    arrive: new Arrive(accounts, identities, clock),
    enrol: new Enrol(accounts, clock),
    askToJoin: new AskToJoin(accounts, clock),
    changeEmail: new ChangeEmail(accounts, clock),
    secureAccount: new SecureAccount(accounts, clock),
    oweRenewal: new OweRenewal(accounts, clock),
    providers: [
      wired(AccountStore, accounts),
      wired(ApproveRequest, new ApproveRequest(accounts, clock)),
      wired(RefuseRequest, new RefuseRequest(accounts, clock)),
      wired(SuspendAccess, new SuspendAccess(accounts, clock)),
      wired(SuspendForAbsence, new SuspendForAbsence(accounts, clock)),
      wired(LiftHold, new LiftHold(accounts, clock)),
      wired(RecordDeparture, new RecordDeparture(accounts, clock)),
      wired(PauseOwnAccess, new PauseOwnAccess(accounts, clock)),
      wired(AskToReturn, new AskToReturn(accounts, clock)),
      wired(CancelDeparture, new CancelDeparture(accounts, clock)),
      wired(SettleDoubt, new SettleDoubt(accounts, identities, clock)),
      wired(CloseOwnAccount, new CloseOwnAccount(accounts, clock)),
    ],
  };
}
