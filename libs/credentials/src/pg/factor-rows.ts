import type { Factor, FactorKind, HeldWhy } from '../factor/factor.ts';

/** What is read of a factor; `f` in the statement. */
export const FACTOR = `f.id, f.account_id, f.kind, f.name, f.created_at, f.last_used_at, f.held_since, f.held_why, f.device_bound,
  (select count(*)::int from recovery_code c where c.factor_id = f.id and c.used_at is null) as left_over`;

export interface FactorRow {
  readonly id: string;
  readonly account_id: string;
  readonly kind: FactorKind;
  readonly name: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly held_since: Date | null;
  readonly held_why: HeldWhy | null;
  readonly device_bound: boolean | null;
  readonly left_over: number;
}

export function toFactor(row: FactorRow): Factor {
  return {
    id: row.id,
    account: row.account_id,
    kind: row.kind,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    held: row.held_since && { since: row.held_since, why: row.held_why! },
    ...(row.device_bound !== null && { deviceBound: row.device_bound }),
    ...(row.kind === 'recovery' && { left: row.left_over }),
  };
}
