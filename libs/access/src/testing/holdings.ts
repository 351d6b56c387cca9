import type { Holding, HeldGrant } from '../holding.ts';
import { Holdings } from '../ports.ts';
import type { Standing } from '../standing.ts';

/** The organisations of the tests: a community with two structures, and a stranger. */
const TREE: Readonly<Record<string, readonly string[]>> = {
  'org-cpts': ['org-cpts', 'org-msp', 'org-cabinet'],
  'org-msp': ['org-msp'],
  'org-cabinet': ['org-cabinet'],
  'org-other': ['org-other'],
};
const below = (organisation: string) => TREE[organisation] ?? [organisation];
const above = (organisation: string) => Object.keys(TREE).filter((each) => below(each).includes(organisation));

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

export interface HoldingSeed extends Partial<Standing> {
  /** Active places since long ago. */
  readonly at?: readonly string[];
  /** `role` or `role@organisation`; `org-cpts` unless told. */
  readonly roles?: readonly string[];
  readonly grants?: readonly (Pick<HeldGrant, 'role'> & Partial<HeldGrant>)[];
}

/** Someone who belongs to the community since long ago and holds these roles. */
export function aHolding({ at = ['org-cpts'], roles = [], grants = [], ...standing }: HoldingSeed = {}): Holding {
  const named = roles.map((each) => {
    const [role, organisation = 'org-cpts'] = each.split('@') as [string, string?];
    return { role, organisation };
  });
  return {
    standing: {
      id: 'acc-marie',
      stage: 'open',
      epoch: 1,
      holds: [],
      charters: [],
      memberships: at.map((organisation) => ({ organisation, stage: 'active', from: LONG_AGO, until: null })),
      ...standing,
    },
    grants: [...named, ...grants].map((each, index) => {
      const organisation = each.organisation ?? 'org-cpts';
      return {
        id: `grant-${index + 1}`,
        organisation,
        from: LONG_AGO,
        until: null,
        below: below(organisation),
        above: above(organisation),
        ...each,
      };
    }),
  };
}

/** Holdings kept in memory; change them and the next question sees it. */
export class MemoryHoldings extends Holdings {
  readonly held: Map<string, Holding>;

  constructor(...held: readonly Holding[]) {
    super();
    this.held = new Map(held.map((each) => [each.standing.id, each]));
  }

  override async read(accountIds: readonly string[]): Promise<ReadonlyMap<string, Holding>> {
    return new Map(accountIds.flatMap((id) => (this.held.has(id) ? [[id, this.held.get(id)!] as const] : [])));
  }

  override async below(organisations: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return new Map(organisations.map((each) => [each, below(each)]));
  }
}
