import { Refusal, type Caller, type Change } from '@habilis/kernel';
import { belongsAt } from '@habilis/accounts';
import { give, overlaps, type Grant } from './grant.ts';
import { askerAt } from '../holding.ts';
import { limitsOf, type Policy, type RoleLimits } from '../policy/language/policy.ts';
import type { GrantDesk } from '../ports.ts';

type Draft = Omit<Grant, 'revokedAt' | 'revokedBy'>;

/** What the policy sees of a role given, or to be given, to someone. */
export const roleTarget = ({ id, role, organisation, account }: Pick<Grant, 'id' | 'role' | 'organisation' | 'account'>) => ({
  type: 'Role',
  id,
  role,
  organisation,
  holder: account,
});

/** The limits of the role there. @throws Refusal `role.unknown` (unknown) */
export async function limitsThere(policy: Policy, desk: GrantDesk, role: string, organisation: string): Promise<RoleLimits> {
  const limits = limitsOf(policy, role, (await desk.around(organisation)).above);
  if (!limits) throw new Refusal('role.unknown', 'unknown', { role });
  return limits;
}

/**
 * The grant, once nothing speaks against it but the right to make it: the holder belongs there, the role is not held
 * already, its limits are kept, and no separation of duties keeps it apart from what the person holds nearby.
 *
 * @throws Refusal `grant.holder-does-not-belong`, `grant.overlaps`, `grant.apart` (conflict), or what `give` refuses
 */
export async function checkedGrant(policy: Policy, desk: GrantDesk, draft: Draft, at: Date): Promise<Change<Grant>> {
  const { account, role, organisation } = draft;
  const holder = (await desk.holdings.read([account])).get(account)?.standing;
  if (!holder || !belongsAt(holder, draft.from, organisation))
    throw new Refusal('grant.holder-does-not-belong', 'conflict', { organisation });
  const { designated } = policy.roles.get(role) ?? {};
  const change = give(draft, { ...(await limitsThere(policy, desk, role, organisation)), designated }, at);
  const held = await desk.of(account);
  if (held.some((each) => overlaps(each, change.next))) throw new Refusal('grant.overlaps', 'conflict', { role, organisation });
  const { above, below } = await desk.around(organisation);
  const near = held.filter(
    (each) => overlaps({ ...each, role, organisation }, change.next) && [...above, ...below].includes(each.organisation),
  );
  const rule = near.map((each) => apart(policy, each.role, role)).find((each) => each !== undefined);
  if (rule) throw new Refusal('grant.apart', 'conflict', { role, rule: rule.id });
  return change;
}

/**
 * Nobody decides about someone who may be themselves: a second account of one person is no second person. Two namesakes
 * who are two people ask a colleague.
 *
 * @throws Refusal `grant.same-person` (conflict)
 */
export async function mustBeAnother(desk: GrantDesk, me: Caller, others: readonly (string | null)[]): Promise<void> {
  const named = others.filter((each) => each !== null);
  if (await desk.mayBe(me.id, named)) throw new Refusal('grant.same-person', 'conflict');
}

/** The separation that keeps two roles apart, when one does. */
export const apart = (policy: Policy, one: string, other: string) =>
  policy.apart.find(({ sides }) =>
    sides.some(([here, there]) => (here.includes(one) && there.includes(other)) || (here.includes(other) && there.includes(one))),
  );

/** Whether this person holds one of these roles where it reaches the organisation. */
export async function holdsOneOf(policy: Policy, desk: GrantDesk, me: Caller, roles: readonly string[], organisation: string, at: Date) {
  const holding = (await desk.holdings.read([me.id])).get(me.id);
  const held = holding ? askerAt(holding, policy.implied, at).roles : [];
  return held.some((each) => roles.includes(each.role) && each.organisations.includes(organisation));
}
