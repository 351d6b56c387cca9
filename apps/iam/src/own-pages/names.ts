interface Named {
  readonly id: string;
  readonly name: string;
}

const byId = (all: readonly Named[]): ReadonlyMap<string, string> => new Map(all.map(({ id, name }) => [id, name]));

/** Names of what people know by a name; what left the configuration keeps its id for one. */
export class Names {
  readonly #organisations: ReadonlyMap<string, string>;
  readonly #portals: ReadonlyMap<string, string>;

  constructor(organisations: readonly Named[], portals: readonly Named[]) {
    this.#organisations = byId(organisations);
    this.#portals = byId(portals);
  }

  organisation(id: string): string {
    return this.#organisations.get(id) ?? id;
  }

  portal(id: string): string {
    return this.#portals.get(id) ?? id;
  }
}
