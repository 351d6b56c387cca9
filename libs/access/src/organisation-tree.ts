/** An organisation and the one above it; null at the top. */
export interface Placed {
  readonly id: string;
  readonly parent: string | null;
}

/**
 * Which organisation lies under which, as it was at one version of the table.
 *
 * A few hundred rows at most, that change when the configuration does: walked once, not at each decision.
 */
export class OrganisationTree {
  readonly #parents: ReadonlyMap<string, string | null>;
  readonly #below = new Map<string, string[]>();

  constructor(
    readonly version: number,
    organisations: readonly Placed[],
  ) {
    this.#parents = new Map(organisations.map(({ id, parent }) => [id, parent]));
    for (const { id } of organisations) for (const each of this.above(id)) this.#below.set(each, [...(this.#below.get(each) ?? []), id]);
  }

  /** The organisation and all below it; none for one that is unknown. */
  below(id: string): readonly string[] {
    return this.#below.get(id) ?? [];
  }

  /** The organisation and all above it, itself first. */
  above(id: string): readonly string[] {
    const line = new Set<string>();
    for (let each: string | null | undefined = id; each && !line.has(each); each = this.#parents.get(each)) line.add(each);
    return [...line];
  }
}
