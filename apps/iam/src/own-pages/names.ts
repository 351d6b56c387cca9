interface Named {
  readonly id: string;
  readonly name: string;
}

const byId = (all: readonly Named[]): ReadonlyMap<string, string> => new Map(all.map(({ id, name }) => [id, name]));

/** Names of what people know by a name; what left the configuration keeps its id for one. */
export class Names {
  readonly #organisations: ReadonlyMap<string, string>;
  readonly #portals: ReadonlyMap<string, string>;
  readonly #means: ReadonlyMap<string, string>;

  /** @param means upstreams and our own identifiers, each as the sign-in page offers it */
  constructor(organisations: readonly Named[], portals: readonly Named[], means: readonly Named[]) {
    this.#organisations = byId(organisations);
    this.#portals = byId(portals);
    this.#means = byId(means);
  }

  organisation(id: string): string {
    return this.#organisations.get(id) ?? id;
  }

  means(id: string): string {
    return this.#means.get(id) ?? id;
  }

  portal(id: string): string {
    return this.#portals.get(id) ?? id;
  }
}
