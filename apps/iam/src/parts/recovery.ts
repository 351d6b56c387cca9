import { CompareIdentity, type AccountStore, type Arriving, type IdentityStore, type SecureAccount } from '@habilis/accounts';
import { DecideRecovery, IdentityRecords, type Compared, type Presented } from '@habilis/credentials';
import {
  PgRecoveries,
  RecoveryAsks,
  RecoveryEnds,
  type PgIdentifiers,
  type PgKnownPeople,
  type PgOneTimeLinks,
} from '@habilis/credentials/pg';
import { ConsoleRecoveriesController } from '@habilis/credentials/web';
import { Reidentification, type Presented as Returned } from '@habilis/federation/web';
import { addressOf, type RateLimits } from '@habilis/http';
import { Refusal } from '@habilis/kernel';
import type { Request } from 'express';
import { OwnRecoveryController } from '../own-pages/own-recovery.controller.ts';
import { RecoveryDesk } from '../own-pages/recovery-desk.ts';
import { RecoveryController } from '../own-pages/recovery.controller.tsx';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

interface Around {
  readonly links: PgOneTimeLinks;
  readonly people: PgKnownPeople;
  readonly identifiers: PgIdentifiers;
  readonly secureAccount: SecureAccount;
  readonly accounts: AccountStore;
  readonly identities: IdentityStore;
}

/** Enrolling anew after losing everything: asking, showing who one is, deciding, stopping. */
export function wireRecovery({ db, clock, env, sealer, limits }: Ground, around: Around) {
  const { links, people, identifiers, secureAccount, accounts, identities } = around;
  const recoveries = new PgRecoveries(db, links);
  const records = new RecordsOfAccounts(new CompareIdentity(accounts, identities));
  const asks = new RecoveryAsks(db, sealer, people, recoveries, records, clock);
  const ends = new RecoveryEnds(db, links, identifiers, secureAccount, clock);
  const desk = new CountedRecoveries(asks, ends, recoveries, limits);
  return {
    handlers: { 'recovery.ask': asks.deliver, 'recovery.open': ends.open },
    controllers: [RecoveryController, OwnRecoveryController, ConsoleRecoveriesController],
    providers: [
      wired(DecideRecovery, new DecideRecovery(recoveries, clock, env.HABILIS_RECOVERY_WAIT_HOURS)),
      wired(RecoveryDesk, desk),
      wired(Reidentification, new ReidentificationForRecovery(desk)),
    ],
  };
}

/** Who an upstream vouches for, beside what accounts know of them. */
class RecordsOfAccounts extends IdentityRecords {
  constructor(private readonly compareIdentity: CompareIdentity) {
    super();
  }

  override async compare(account: string, who: unknown): Promise<Compared> {
    return { doubt: null, holder: null, ...(await this.compareIdentity.run(account, who as Arriving)) };
  }
}

/** What comes back from an upstream is put beside a recovery, and answered alike for everyone. */
class ReidentificationForRecovery extends Reidentification {
  constructor(private readonly desk: RecoveryDesk) {
    super();
  }

  override async begin(request: Request): Promise<void> {
    await this.desk.leave(addressOf(request));
  }

  override async complete(name: string, { who, level, at }: Returned): Promise<string> {
    const told = `${who.givenName} ${who.familyName}`.trim();
    await this.desk.present(name, { upstream: who.upstream, level, at: at.toISOString(), name: told, who });
    return '/secours/identite';
  }
}

/** Recoveries asked for by a name: as few a day as links by mail, and one too many is answered like the others. */
class CountedRecoveries extends RecoveryDesk {
  constructor(
    private readonly asks: RecoveryAsks,
    private readonly ends: RecoveryEnds,
    private readonly recoveries: PgRecoveries,
    private readonly limits: RateLimits,
  ) {
    super();
  }

  override async ask(identifier: string, address: string): Promise<void> {
    await this.limits.spend('loss-address', address);
    try {
      await this.limits.spend('loss-mail', `recovery ${identifier.trim().toLowerCase()}`);
    } catch (error) {
      if (error instanceof Refusal) return;
      throw error;
    }
    await this.asks.ask(identifier);
  }

  override async leave(address: string): Promise<void> {
    await this.limits.spend('loss-address', address);
  }

  /** Not counted by the name, which others type too: whoever is here has proved who they are. */
  override present(identifier: string, presented: Presented): Promise<void> {
    return this.asks.ask(identifier, presented);
  }

  override async askedAt(account: string): Promise<Date | undefined> {
    return (await this.recoveries.underWay(account))?.askedAt;
  }

  override stopOwn(account: string): Promise<void> {
    return this.ends.stopOwn(account);
  }

  override look(token: string): Promise<boolean> {
    return this.ends.look(token);
  }

  override stop(token: string): Promise<void> {
    return this.ends.stop(token);
  }
}
