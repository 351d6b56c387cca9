/** What ties a person to a thing at an instant, besides their roles. */
export interface Tie {
  /** Why they take part in it, as its portal told us; empty: they take no part. */
  readonly purposes: readonly string[];
  /** Until when they may open it in an emergency; null: no emergency is open. */
  readonly emergencyUntil: Date | null;
}

/** Someone and something, by the account and by the pseudonym of the thing. */
export interface Pair {
  readonly account: string;
  readonly type: string;
  readonly thing: string;
}

/** Under which a tie is found among many. */
export const pairKey = ({ account, thing }: Pick<Pair, 'account' | 'thing'>): string => `${account} ${thing}`;
