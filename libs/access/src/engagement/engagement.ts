/**
 * A person takes part in something a portal keeps, for a purpose, over `[from, until)`: a patient's care, most often.
 *
 * The portal tells us and we keep it, so that a question need not carry who takes care of whom. It ends by itself at
 * its instant; told again under the same key it is changed or left as it is; it is never overwritten, so that the
 * question can be asked as of an instant that is over.
 *
 * @fr prise en charge déclarée
 * @source CPAM13.4.1
 */
export interface Engagement {
  /** The portal's own name for it, unique in the portal. */
  readonly key: string;
  readonly account: string;
  /** A type of things of that portal. */
  readonly type: string;
  /** The id of the thing in the portal; kept only as a pseudonym. */
  readonly thing: string;
  /** As the portal's policy names it: `care`. */
  readonly purpose: string;
  /** The id of the thing, sealed, for searches to give back; null: it cannot be listed. */
  readonly sealed?: string | null;
  /** Null: as it was, or from now on when it is new. */
  readonly from: Date | null;
  readonly until: Date | null;
}

/** What is told of one key: how it is, or that it is over. */
export type Told = Engagement | { readonly key: string; readonly withdrawn: true };

/** What became of the keys of one telling. */
export interface Kept {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly withdrawn: readonly string[];
  /** Told as they were, or withdrawn when there was nothing. */
  readonly unchanged: readonly string[];
  /** Their person has no account here; what was on record under their key is left as it was. */
  readonly unknown: readonly string[];
}
