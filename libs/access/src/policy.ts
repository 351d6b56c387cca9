import type { SourceRef } from '@habilis/kernel';
import type { Implied } from './holding.ts';
import type { Ability } from './matcher.ts';
import type { Fields } from './read-condition.ts';

/** A rule or a separation as people read it. */
export interface Cited {
  /** `<file>/<rule>` */
  readonly id: string;
  readonly source: SourceRef;
  readonly fr: string;
  readonly en: string;
}

export interface PolicyRole {
  /** `site-administrator`, or `dossiers:care-professional` for a role of a portal. */
  readonly name: string;
  readonly portal: string | null;
  readonly fr: string;
  readonly en: string;
  /** Held without a grant. */
  readonly implied: 'account' | 'membership' | null;
  /** The roles whose holders may grant and revoke it. */
  readonly grantedBy: readonly string[];
  /** The roles that it may grant: the same relation, from the other side. */
  readonly grants: readonly string[];
  readonly maxDays?: number | undefined;
  readonly keepOne: boolean;
  /** Its rules, then every separation. */
  readonly ability: Ability;
  /** Its rules alone: to tell a separation from a missing right, never for a decision. */
  readonly rulesOnly: Ability;
  /** Its rules, taking what is unknown for granted: for "where could I", never for a decision. */
  readonly somewhere: Ability;
}

export interface ThingType {
  readonly name: string;
  readonly portal: string | null;
  readonly actions: readonly string[];
  readonly fields: Fields;
  /** The attributes that say where a thing belongs. */
  readonly places: readonly { readonly field: string; readonly many: boolean }[];
}

/**
 * Every policy file, checked and compiled.
 *
 * Compiled once for each role, not for each person: conditions meet the person when they are asked. So nothing about a
 * person is kept between two questions, and nothing can be stale.
 */
export interface Policy {
  /** Changes with any word of any file. */
  readonly version: string;
  readonly roles: ReadonlyMap<string, PolicyRole>;
  /** By `typeKey`. */
  readonly types: ReadonlyMap<string, ThingType>;
  readonly cited: ReadonlyMap<string, Cited>;
  readonly implied: Implied;
}

/** Two portals may call different things by one name. */
export const typeKey = (portal: string | null, name: string): string => (portal === null ? name : `${portal}:${name}`);
