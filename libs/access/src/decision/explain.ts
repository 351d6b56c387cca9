import { askerAt, grantState, type Door, type GrantState, type HeldGrant, type Holding } from '../holding.ts';
import { judge, type Judgement } from './judge.ts';
import type { Question } from './question.ts';
import type { Policy } from '../policy/language/policy.ts';
import { narrowest } from '@habilis/accounts';
import type { StandingLimit } from '../standing.ts';

/** Everything that made a decision what it is, for those who may know. */
export interface Explanation {
  readonly allowed: boolean;
  /** The rule that allowed, the separation that denied, or what was missing. */
  readonly judgement: Judgement;
  /** What keeps the person short of the portals; any of them makes the answer no at a portal's door. */
  readonly limits: readonly StandingLimit[];
  readonly grants: readonly { readonly id: string; readonly role: string; readonly organisation: string; readonly state: GrantState }[];
}

/**
 * Why a decision at `t` is what it is.
 *
 * The same judgement as the decision itself, with what was passed over: grants that are to come, over, or whose holder
 * is limited.
 *
 * @param door the portal at which it is asked, with the person's `sub` there; absent for Habilis itself
 */
export function explain(
  policy: Policy,
  holding: Holding,
  question: Question,
  t: Date,
  door?: Door & { readonly subject: string },
): Explanation {
  const asker = askerAt(holding, policy.implied, t, door);
  const judgement = judge(policy, asker, door?.portal ?? null, question);
  const stopped = door !== undefined && narrowest(asker.limits) !== 'portals';
  return {
    allowed: judgement.allowed && !stopped,
    judgement,
    limits: asker.limits,
    grants: holding.grants.map((each) => ({
      ...pick(each),
      state: grantState({ ...each, revokedAt: null }, { standing: holding.standing, implied: policy.implied }, t),
    })),
  };
}

const pick = ({ id, role, organisation }: HeldGrant) => ({ id, role, organisation });
