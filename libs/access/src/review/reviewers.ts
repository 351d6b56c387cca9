import { belongsAt, narrowest } from '@habilis/accounts';
import { Refusal } from '@habilis/kernel';
import type { Holdings } from '../ports.ts';
import { standingLimits, type Standing } from '../standing.ts';

/** Who reviews, and who does when it would be their own or when they do not come to it. @fr réviseur et suppléant */
export interface Reviewer {
  readonly account: string;
  readonly substitute: string | null;
}

/** Whom a review names: for structures, and wherever nobody else is. */
export interface Naming {
  readonly reviewers: readonly (Reviewer & { readonly structure: string })[];
  /** Null: elsewhere, whoever may review there. */
  readonly otherwise: Reviewer | null;
}

/**
 * For each structure, who is asked to review its roles, the first one first; a structure for which nobody is named is absent.
 *
 * A line goes to the first of them who does not hold it, and the next one stands in: nobody reviews their own.
 */
export function askedIn(structures: readonly string[], { reviewers, otherwise }: Naming): Readonly<Record<string, readonly string[]>> {
  const named = new Map(reviewers.map(({ structure, ...reviewer }) => [structure, reviewer]));
  const inOrder = (structure: string) => [named.get(structure), otherwise].flatMap((each) => (each ? [each.account, each.substitute] : []));
  const asked = structures.map((each) => [each, [...new Set(inOrder(each).filter((account) => account !== null))]] as const);
  return Object.fromEntries(asked.filter(([, accounts]) => accounts.length > 0));
}

/** Everyone named, once each. */
export const allNamed = ({ reviewers, otherwise }: Naming): string[] =>
  [...new Set([...reviewers, ...(otherwise ? [otherwise] : [])].flatMap(({ account, substitute }) => [account, substitute]))].filter(
    (each) => each !== null,
  );

/**
 * Whoever is named belongs to the organisation or below it, and may act there.
 *
 * @throws Refusal `review.reviewer` (invalid)
 */
export async function mustBeAbleToReview(
  holdings: Holdings,
  accounts: readonly string[],
  places: readonly string[],
  at: Date,
): Promise<void> {
  const held = await holdings.read(accounts);
  const stranger = accounts.find((each) => !mayBeCharged(held.get(each)?.standing, places, at));
  if (stranger !== undefined) throw new Refusal('review.reviewer', 'invalid', { account: stranger });
}

/** Somebody who belongs to one of these places and whom nothing keeps out but a charter, which they are asked to accept on coming. */
export function mayBeCharged(standing: Standing | undefined, places: readonly string[], at: Date): boolean {
  const comes = (place: string) => narrowest(standingLimits(standing!, at, place).filter(({ kind }) => kind !== 'charter')) === 'portals';
  return standing !== undefined && places.some((each) => belongsAt(standing, at, each) && comes(each));
}
