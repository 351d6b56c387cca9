import { enqueue, type Database, type OutboxHandler, type Sealer } from '@habilis/database';
import { newId, Refusal, type Clock, type Fact } from '@habilis/kernel';
import type { Compared, IdentityProof, IdentityRecords, Presented } from '../recovery/identity-proof.ts';
import type { Recoveries, Recovery } from '../recovery/recovery.ts';
import type { PgKnownPeople } from './pg-known-people.ts';

/**
 * Recoveries asked for by whoever types a name, with or without showing who they are.
 *
 * Asking writes the same row for everyone; who it is, if anyone, is looked up when it is delivered. It opens nothing by
 * itself: two people look, and the person is told how to stop it.
 */
export class RecoveryAsks {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly people: PgKnownPeople,
    private readonly recoveries: Recoveries,
    private readonly records: IdentityRecords,
    private readonly clock: Clock,
  ) {}

  /** @param presented who an upstream has just vouched for, when the person has shown who they are */
  async ask(identifier: string, presented: Presented | null = null): Promise<void> {
    const id = newId('req');
    const sealed = this.sealer.seal(JSON.stringify({ identifier: identifier.slice(0, 254), presented }), place(id));
    await this.db.transaction((tx) => enqueue(tx, { topic: 'recovery.ask', payload: { id, sealed }, dueAt: this.clock.now() }));
  }

  readonly deliver: OutboxHandler = async ({ id, sealed }) => {
    const { identifier, presented } = JSON.parse(this.sealer.open(String(sealed), place(String(id)))) as Asked;
    const account = await this.people.one(identifier);
    if (account === undefined) return;
    const recovery = await this.underWay(account);
    if (recovery && presented) await this.show(recovery, presented);
  };

  /** The one under way, begun now when there is none. */
  private async underWay(account: string): Promise<Recovery | undefined> {
    const known = await this.recoveries.underWay(account);
    if (known) return known;
    const about = { on: account, by: account, at: this.clock.now(), why: 'asked-by-person', source: 'CPTS.3' } as const;
    await this.recoveries.ask(account, { what: 'recovery.asked', ...about }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error; // someone asked at the same time: one is enough
    });
    return this.recoveries.underWay(account);
  }

  /** Puts what was shown beside the request. What contradicts the account helps nobody in, and is told. */
  private async show({ id, account }: Recovery, { upstream, level, at, name, who }: Presented): Promise<void> {
    const compared = await this.records.compare(account, who);
    const { verdict } = compared;
    const proof: IdentityProof = { upstream, level, verdict, at: new Date(at), name: verdict === 'concordant' ? null : name };
    await this.recoveries.identify(id, proof, this.fact(account, compared, { recovery: id, upstream, level }));
  }

  private fact(account: string, { verdict, doubt, holder }: Compared, details: Record<string, string>): Fact {
    const about = { on: account, at: this.clock.now(), source: 'CPTS.3' } as const;
    if (verdict === 'concordant') return { what: 'recovery.identified', by: account, why: 'asked-by-person', details, ...about };
    const by = holder ?? `upstream:${details['upstream']}`;
    return { what: 'recovery.not-identified', by, why: WHY[verdict], details: { ...details, ...(doubt && { doubt }) }, ...about };
  }
}

const WHY = { discordant: 'identity-differs', unproved: 'nothing-to-compare' } as const;

interface Asked {
  readonly identifier: string;
  readonly presented: Presented | null;
}

const place = (id: string) => `outbox.recovery:${id}`;
