import { Refusal, type Caller, type Target } from '@habilis/kernel';

/**
 * Someone who may do these actions in these organisations, and nothing to themselves but what `own` lists.
 *
 * A stand-in for the policy, whose own tests are elsewhere: enough to show that a use case asks the right
 * question of the right target.
 */
export function aCaller(
  id: string,
  rights: { may?: readonly string[]; at?: readonly (string | null)[]; own?: readonly string[] } = {},
): Caller {
  const { may = [], at = ['org-a'], own = [] } = rights;
  const can = (action: string, target: Target) =>
    target.id === id ? own.includes(action) : may.includes(action) && at.includes(target['organisation'] as string | null);
  return {
    id,
    can,
    must: (action, target) => {
      if (!can(action, target)) throw new Refusal('access.denied', 'forbidden', { action });
    },
    organisationsFor: (action) => (may.includes(action) ? at.filter((each) => each !== null) : []),
  };
}
