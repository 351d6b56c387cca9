import type { Target } from '@habilis/kernel';
import type { Asker, HeldRole } from './holding.ts';
import { typeKey, type Cited, type Policy, type PolicyRole, type ThingType } from './policy.ts';
import { addAttributes, World } from './world.ts';

/** What this person's roles say of a question; `because` is coarse, the rule is for the journal and for those who may know. */
export type Judgement =
  | { readonly allowed: true; readonly rule: Cited; readonly role: HeldRole }
  | { readonly allowed: false; readonly because: 'unknown-type' | 'no-role' | 'no-need-to-know' }
  | { readonly allowed: false; readonly because: 'separation'; readonly rule: Cited };

export interface Question {
  readonly action: string;
  readonly target: Target;
  /** What a portal declares about its question: its purpose. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Whether this person may do this to this thing: a rule of one of their roles allows, and no separation denies.
 *
 * A role of theirs may allow what another does not; a separation denies through every role.
 *
 * @param portal whose types are asked about; null asks about Habilis itself
 */
export function judge(policy: Policy, asker: Asker, portal: string | null, question: Question): Judgement {
  const type = policy.types.get(typeKey(portal, question.target.type));
  if (!type || !type.actions.includes(question.action)) return { allowed: false, because: 'unknown-type' };
  const world = worldOf(asker, portal, type, question);
  let refused: Judgement = { allowed: false, because: 'no-role' };
  for (const held of asker.roles) {
    const role = policy.roles.get(held.role);
    if (!role) continue;
    use(world, role, held);
    const found = role.ability.relevantRuleFor(question.action, world);
    if (found && !found.inverted) return { allowed: true, rule: policy.cited.get(found.reason!)!, role: held };
    refused = nearer(refused, whyNot(policy, role, question.action, world, found?.reason));
  }
  return refused;
}

/**
 * The organisations in which this person may do this to some things of this type.
 *
 * What a rule asks besides the place is left to the decision on each thing, and so are separations. Rules for `list` ask
 * about the place alone, the compiler sees to it: a list made of these ids shows nothing it should hide.
 */
export function placesFor(policy: Policy, asker: Asker, action: string, typeName: string): string[] {
  const type = policy.types.get(typeKey(null, typeName));
  if (!type || !type.actions.includes(action)) return [];
  const places = new Set<string>();
  for (const held of asker.roles) {
    const role = policy.roles.get(held.role);
    if (!role) continue;
    for (const place of held.organisations) {
      const world = worldOf(asker, null, type, { action, target: { type: typeName, id: '' } });
      world.delete('id');
      for (const { field, many } of type.places) world.set(field, many ? [place] : place);
      use(world, role, held);
      if (role.somewhere.can(action, world)) places.add(place);
    }
  }
  return [...places];
}

/** The attributes and declarations of a question that its type does not know, or that are not of their kind. */
export function malformedIn(policy: Policy, portal: string | null, { target, context = {} }: Question): string[] {
  const type = policy.types.get(typeKey(portal, target.type));
  if (!type) return [];
  const { type: _type, ...attributes } = target;
  const declared = Object.fromEntries(Object.entries(context).filter(([name]) => type.fields.has(`context.${name}`)));
  const world = new World(type.name);
  return [
    ...addAttributes(world, type.fields, attributes),
    ...addAttributes(world, type.fields, declared, 'context.').map((name) => `context.${name}`),
  ];
}

function worldOf(asker: Asker, portal: string | null, type: ThingType, { target, context }: Question): World {
  const world = new World(typeKey(portal, type.name));
  const { type: _type, ...attributes } = target;
  addAttributes(world, type.fields, attributes);
  if (context) addAttributes(world, type.fields, context, 'context.');
  world.set('me.id', asker.id);
  world.set('me.subject', asker.subject);
  world.set('me.organisations', asker.organisations);
  world.set('now', asker.at.getTime());
  return world;
}

/** Puts on one role: the grant it comes from is the only one that its rules can see. */
function use(world: World, role: PolicyRole, held: HeldRole): void {
  world.set('grant.organisation', held.organisation ?? undefined);
  world.set('grant.organisations', held.organisations);
  world.set('role.grants', role.grants);
}

type Refused = Exclude<Judgement, { allowed: true }>;

function whyNot(policy: Policy, role: PolicyRole, action: string, world: World, separation: string | undefined): Refused {
  if (separation !== undefined && role.rulesOnly.can(action, world)) {
    return { allowed: false, because: 'separation', rule: policy.cited.get(separation)! };
  }
  const speaks = role.rulesOnly.possibleRulesFor(action, role.rulesOnly.detectSubjectType(world)).length > 0;
  return { allowed: false, because: speaks ? 'no-need-to-know' : 'no-role' };
}

const NEARNESS = ['unknown-type', 'no-role', 'no-need-to-know', 'separation'];
const nearer = (one: Judgement, other: Refused): Judgement =>
  !one.allowed && NEARNESS.indexOf(other.because) > NEARNESS.indexOf(one.because) ? other : one;
