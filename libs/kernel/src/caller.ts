/** What an action is done to, with the attributes that rules may look at. */
export interface Target {
  readonly type: string;
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/**
 * Who is asking, and the door every right goes through.
 *
 * Use cases receive a Caller and never look at roles: `access` makes Callers from the person's standing
 * and grants, so the console's rights are decided by the same policy as a portal's.
 */
export interface Caller {
  /** `acc-…` for a person, `client:<id>` for a machine. */
  readonly id: string;

  /** @throws Refusal `access.denied` (forbidden) unless a rule allows `action` on exactly this target. */
  must(action: string, target: Target): void;

  can(action: string, target: Target): boolean;

  /**
   * The organisations in which this caller may do `action` on things of this type; empty when none.
   *
   * For lists: a screen filters by these ids and never loads what it would have to hide.
   */
  organisationsFor(action: string, type: string): readonly string[];
}
