/** What people call the things the console shows: organisations and people, by their ids. */
export abstract class Names {
  /** One statement however many are asked; what has no name is absent from the answer. */
  abstract of(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What is open now in someone's name. */
export interface Doors {
  readonly sessions: number;
  /** Names of the portals entered, as people call them. */
  readonly portals: readonly string[];
}

/** The sessions and portals that an act would shut; the floor above knows them. */
export abstract class OpenDoors {
  /** @param organisation whose portals are asked for; null asks for all */
  abstract of(accountId: string, organisation: string | null): Promise<Doors>;
}

/** An id with its name; a thing whose name nobody knows shows its id. */
export const named = (names: ReadonlyMap<string, string>, id: string) => ({ id, name: names.get(id) ?? id });
