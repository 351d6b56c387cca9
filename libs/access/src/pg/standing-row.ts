import type { Standing } from '../standing.ts';

type Json<T> = T extends Date ? string : T extends readonly (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

/** What `standing(account)` answers: a Standing whose instants are texts. */
export type StandingRow = Json<Standing>;

const date = (text: string) => new Date(text);
const dateOrNull = (text: string | null) => (text === null ? null : new Date(text));

/** Reads the answer of the database function `standing`. */
export function toStanding(row: StandingRow): Standing {
  return {
    ...row,
    holds: row.holds.map((each) => ({
      ...each,
      from: date(each.from),
      until: dateOrNull(each.until),
      liftedAt: dateOrNull(each.liftedAt),
    })),
    memberships: row.memberships.map((each) => ({ ...each, from: date(each.from), until: dateOrNull(each.until) })),
    charters: row.charters.map((each) => ({
      ...each,
      versions: each.versions.map((version) => ({ ...version, effectiveAt: date(version.effectiveAt) })),
    })),
  };
}
