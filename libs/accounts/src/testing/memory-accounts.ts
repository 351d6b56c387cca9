import { Refusal, type Fact } from '@habilis/kernel';
import type { Account, AccountChange } from '../account.ts';
import { AccountStore } from '../ports.ts';

/** Accounts in memory, for tests of what stands on them; keeps the same promises as PostgreSQL. */
export class MemoryAccounts extends AccountStore {
  readonly facts: Fact[] = [];
  readonly owed: { account: string; organisation: string | null; dueAt: Date }[] = [];
  readonly #kept = new Map<string, Account>();
  readonly #nationalIds = new Set<string>();

  constructor(...seed: Account[]) {
    super();
    for (const account of seed) this.#kept.set(account.id, account);
  }

  override async get(id: string): Promise<Account> {
    const found = this.#kept.get(id);
    if (!found) throw new Refusal('account.unknown', 'unknown', { id });
    return found;
  }

  override async commit({ next, fact, narrows }: AccountChange): Promise<void> {
    const kept = this.#kept.get(next.id);
    if (kept?.version !== next.version - 1) throw new Refusal('account.stale', 'conflict', { id: next.id });
    this.#kept.set(next.id, { ...next, epoch: kept.epoch + (narrows ? 1 : 0) });
    this.facts.push(fact);
    if (narrows) this.owed.push({ account: next.id, organisation: narrows.organisation, dueAt: narrows.from });
  }

  override async create({ next, fact }: AccountChange, nationalId?: string): Promise<void> {
    const taken = nationalId !== undefined && this.#nationalIds.has(nationalId);
    if (this.#kept.has(next.id) || taken) throw new Refusal('identity.raced', 'conflict');
    this.#kept.set(next.id, next);
    if (nationalId !== undefined) this.#nationalIds.add(nationalId);
    this.facts.push(fact);
  }
}
