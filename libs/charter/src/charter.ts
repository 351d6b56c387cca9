/** One version of an organisation's charter. Versions count up from 1. */
export interface CharterVersion {
  readonly organisation: string;
  readonly version: number;
  /** The first instant at which it is owed; a later version takes over from an earlier one. */
  readonly effectiveAt: Date;
}

/** What a person's standing knows of charters: the versions of their organisations, and what they accepted last. */
export interface CharterStanding {
  readonly organisation: string;
  readonly versions: readonly Pick<CharterVersion, 'version' | 'effectiveAt'>[];
  /** The highest version accepted; 0 when none. */
  readonly accepted: number;
}

/** The version in force at `t`, or undefined when the organisation has none yet. */
export function inForce(charter: Pick<CharterStanding, 'versions'>, t: Date): number | undefined {
  const effective = charter.versions.filter((each) => each.effectiveAt <= t).map((each) => each.version);
  return effective.length ? Math.max(...effective) : undefined;
}

/**
 * The version a person owes acceptance of at `t`, or undefined.
 *
 * Derived from versions and acceptances, so a version that takes effect at midnight is owed at midnight and
 * publishing one needs no job.
 *
 * @fr charte à accepter
 * @source CGU.objet
 */
export function owed(charter: CharterStanding, t: Date): number | undefined {
  const version = inForce(charter, t);
  return version !== undefined && version > charter.accepted ? version : undefined;
}

/** A charter as people read and accept it. */
export interface CharterText extends CharterVersion {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Of title and body: what an answer is about. */
  readonly sha256: string;
  readonly publishedAt: Date;
}

/** What someone answered, to which text, and how sure we were of who they are. */
export interface CharterAnswer {
  readonly accountId: string;
  readonly organisation: string;
  readonly version: number;
  readonly answer: 'accepted' | 'refused';
  readonly at: Date;
  readonly sha256: string;
  readonly acr: string | null;
}
