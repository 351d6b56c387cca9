/** What is to be opened, with the attributes that the portal's policy declares. */
export interface Thing {
  readonly type: string;
  readonly id: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface Question {
  readonly action: string;
  readonly resource: Thing;
  /** `purpose`, for instance; and `acr`, the level of the person's session, which a guard at the door adds by itself. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface Decision {
  readonly allowed: boolean;
  /** Why not; `unanswered` when nobody said. */
  readonly reason?: string | undefined;
  /** The sentence to show, by language. */
  readonly says?: Readonly<Record<string, string>> | undefined;
  /** Open in an emergency only, until then: to be shown. */
  readonly exceptionalUntil?: Date;
}

/** Whoever is asked about, and what their token is, by which a yes is kept. */
export interface Bearer {
  readonly sub: string;
  readonly token: string;
}
