import type { Reach } from '../account.ts';

/** What people call the things the console shows: organisations and people, by their ids. */
export abstract class Names {
  /** One statement however many are asked; what has no name is absent from the answer. */
  abstract of(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Someone of a list, and the organisations they are seen in. */
export interface Placed {
  readonly id: string;
  readonly organisations: readonly string[];
}

/** How far someone can go now, at the best of those places. */
export interface Reached {
  readonly reach: Reach;
  /** Whether an answer to the charter of one of them is owed. */
  readonly charter: boolean;
}

/** How far people can go, all that limits them considered; the floor above judges it. */
export abstract class Reaches {
  /** One statement however many are asked. */
  abstract of(people: readonly Placed[]): Promise<ReadonlyMap<string, Reached>>;
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

/** The organisations that somebody's going would leave without a holder of a role that must be held; the floor above knows. */
export abstract class LeftVacant {
  /** @param organisation where they would go; null: everywhere */
  abstract by(accountId: string, organisation: string | null, at: Date): Promise<readonly string[]>;
}

/** An id with its name; a thing whose name nobody knows shows its id. */
export const named = (names: ReadonlyMap<string, string>, id: string) => ({ id, name: names.get(id) ?? id });
