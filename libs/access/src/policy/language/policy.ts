import type { SourceRef } from '@habilis/kernel';
import type { Condition } from './condition.ts';
import type { Implied } from '../../holding.ts';
import type { Ability } from '../../decision/matcher.ts';
import type { Narrowing, Role } from './policy-roles.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { Fields } from './read-condition.ts';

/** A rule or a separation as people read it. */
export interface Cited {
  /** `<file>/<rule>` */
  readonly id: string;
  readonly source: SourceRef;
  readonly fr: string;
  readonly en: string;
}

/** A rule or a separation, checked, with its condition as it was compiled. */
export interface PolicyRule extends Cited {
  /** By their full names; empty for a separation, which holds for all. */
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  /** By `typeKey`. */
  readonly type: string;
  /** Null: the whole thing. */
  readonly fields: readonly string[] | null;
  /** The level of proof of identity that it asks for; the condition asks it too. */
  readonly assurance: number | null;
  readonly condition: Condition;
  /** The organisation that narrows its own grants by it; null for a rule of the product or of a portal. */
  readonly organisation: string | null;
}

/** What a role is denied, whatever its rules: a separation, or what follows from holding it with another. */
export type Denial = Pick<PolicyRule, 'id' | 'actions' | 'type' | 'condition'>;

/** Roles, or duties, that nobody holds together in the same places. */
export interface Apart extends Cited {
  /** Whoever holds a role of the one side holds none of the other; a role held apart from many is on several lines. */
  readonly sides: readonly (readonly [readonly string[], readonly string[]])[];
  /** What is refused to who holds both; null: all that the role gives. */
  readonly duties: readonly { readonly actions: readonly string[]; readonly type: string }[] | null;
}

/** What bounds the granting of a role, in one organisation; `limitsOf` reads it. */
export type RoleLimits = Pick<Role, 'maxDays' | 'assurance' | 'fourEyes' | 'requestable'> & {
  readonly grantedBy: readonly string[];
  /** Roles of which one other person approves each grant; empty: the granter decides alone. */
  readonly approvedBy: readonly string[];
};

export interface PolicyRole extends RoleLimits, Pick<Role, 'fr' | 'en' | 'elevation' | 'designated' | 'keepOne'> {
  /** `site-administrator`, or `dossiers:care-professional` for a role of a portal. */
  readonly name: string;
  readonly portal: string | null;
  /** Held without a grant. */
  readonly implied: 'account' | 'membership' | null;
  /** The roles that it may grant: `grantedBy`, from the other side. */
  readonly grants: readonly string[];
  readonly rules: readonly PolicyRule[];
  /** The actions that some rule of it is about, by `typeKey`. */
  readonly speaks: ReadonlyMap<string, ReadonlySet<string>>;
  readonly denials: readonly Denial[];
  /** Its rules, then every separation. */
  readonly ability: Ability;
  /** Its rules alone: to tell a separation from a missing right, never for a decision. */
  readonly rulesOnly: Ability;
  /** Its rules, taking what is unknown for granted: for "where could I", never for a decision. */
  readonly somewhere: Ability;
}

type WrittenType = PolicyDocument['types'][string];

export interface ThingType extends Pick<WrittenType, 'fr' | 'en' | 'engagements' | 'breakGlass'> {
  readonly name: string;
  readonly portal: string | null;
  /** By which it is found: `typeKey`. */
  readonly key: string;
  readonly actions: readonly string[];
  /** What its actions and its parts are called. */
  readonly says: PolicyDocument['says'];
  /** What conditions may look at. */
  readonly fields: Fields;
  /** What may be opened apart; empty: all or nothing. */
  readonly parts: readonly string[];
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
  readonly separations: readonly PolicyRule[];
  readonly apart: readonly Apart[];
  /** By portal; those of Habilis itself under the empty name. */
  readonly purposes: ReadonlyMap<string, NonNullable<PolicyDocument['purposes']>>;
  /** What organisations ask for above the policy, by organisation, then by role. */
  readonly narrowings: ReadonlyMap<string, Readonly<Record<string, Narrowing>>>;
  /** The variables that some rule looks at: the others need not be read. */
  readonly looksAt: ReadonlySet<string>;
}

/** Two portals may call different things by one name. */
export const typeKey = (portal: string | null, name: string): string => (portal === null ? name : `${portal}:${name}`);

/**
 * The limits of a role where it is granted: those of the policy, made narrower by the organisation and by all above it.
 *
 * @param line the organisation and all above it
 * @returns undefined for a role that the policy does not have
 */
export function limitsOf(policy: Policy, role: string, line: readonly string[]): RoleLimits | undefined {
  const base = policy.roles.get(role);
  if (!base) return undefined;
  return line.reduce<RoleLimits>((limits, place) => narrowed(limits, policy.narrowings.get(place)?.[role]), base);
}

function narrowed(base: RoleLimits, by: Narrowing | undefined): RoleLimits {
  if (!by) return base;
  return {
    grantedBy: by.grantedBy ? base.grantedBy.filter((each) => by.grantedBy!.includes(each)) : base.grantedBy,
    approvedBy: base.approvedBy.length === 0 ? (by.approvedBy ?? []) : common(base.approvedBy, by.approvedBy),
    maxDays: least(base.maxDays, by.maxDays),
    assurance: most(base.assurance, by.assurance),
    fourEyes: base.fourEyes || by.fourEyes === true,
    requestable: base.requestable && by.requestable !== false,
  };
}

const common = (base: readonly string[], by: readonly string[] = base) => base.filter((each) => by.includes(each));
const least = (one?: number, other?: number) => (one === undefined || other === undefined ? (one ?? other) : Math.min(one, other));
const most = (one?: number, other?: number) => (one === undefined || other === undefined ? (one ?? other) : Math.max(one, other));
