import type { Target } from '@habilis/kernel';
import { EMERGENCY, emergencyOpens } from '../break-glass/emergency.ts';
import type { Asker, HeldRole } from '../holding.ts';
import { typeKey, type Cited, type Policy, type PolicyRole, type ThingType } from '../policy/language/policy.ts';
import type { Tie } from '../engagement/tie.ts';
import { addAttributes, World } from './world.ts';

/** What this person's roles say of a question; `because` is coarse, the rule is for the journal and for those who may know. */
export type Judgement =
  | { readonly allowed: true; readonly rule: Cited; readonly role: HeldRole; readonly exceptional?: true }
  | { readonly allowed: false; readonly because: 'unknown-type' | 'no-role' | 'no-need-to-know' }
  /** A better proof of identity would do; `level` as in the policy. */
  | { readonly allowed: false; readonly because: 'assurance'; readonly level: number }
  | { readonly allowed: false; readonly because: 'separation'; readonly rule: Cited };

export interface Question {
  readonly action: string;
  readonly target: Target;
  /** What a portal declares about its question: its purpose. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** What ties the person to the thing, when that was looked up. */
  readonly tie?: Tie | undefined;
  /** The part of the thing that is asked for; absent: all of it. */
  readonly field?: string;
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
  const fields = fieldsAsked(type, question.field);
  if (!fields) return { allowed: false, because: 'unknown-type' };
  const world = worldOf(policy, asker, portal, type, question);
  const emergency = (question.tie?.emergencyUntil ?? null) !== null && asker.at < question.tie!.emergencyUntil!;
  let refused: Judgement = { allowed: false, because: 'no-role' };
  let exceptional: Judgement | undefined;
  for (const held of asker.roles) {
    const role = policy.roles.get(held.role);
    if (!role) continue;
    use(policy, asker, world, role, held);
    const found = ruleFor(role, question.action, world, fields);
    if (found && !found.inverted) return { allowed: true, rule: policy.cited.get(found.reason!)!, role: held };
    if (emergency && emergencyOpens(type, question.action, role, found !== null)) {
      exceptional ??= { allowed: true, rule: EMERGENCY, role: held, exceptional: true };
    }
    refused = nearer(refused, whyNot(policy, role, question.action, world, fields, found?.reason));
  }
  return exceptional ?? refused;
}

/** What must all be allowed: the field that is asked for, or every one; undefined for a field that there is not. */
function fieldsAsked({ parts }: ThingType, field: string | undefined): readonly (string | undefined)[] | undefined {
  if (field === undefined) return parts.length > 0 ? parts : [undefined];
  return parts.includes(field) ? [field] : undefined;
}

/** The rule that decides through one role: the one that refuses a field, when one is refused. */
function ruleFor({ ability }: PolicyRole, action: string, world: World, fields: readonly (string | undefined)[]) {
  let found: ReturnType<typeof ability.relevantRuleFor> = null;
  for (const field of fields) {
    found = ability.relevantRuleFor(action, world, field);
    if (!found || found.inverted) return found;
  }
  return found;
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
      const world = worldOf(policy, asker, null, type, { action, target: { type: typeName, id: '' } });
      world.delete('id');
      for (const { field, many } of type.places) world.set(field, many ? [place] : place);
      use(policy, asker, world, role, held);
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

function worldOf(policy: Policy, asker: Asker, portal: string | null, type: ThingType, { target, context, tie }: Question): World {
  const world = new World(typeKey(portal, type.name));
  const { type: _type, ...attributes } = target;
  addAttributes(world, type.fields, attributes);
  if (context) addAttributes(world, type.fields, context, 'context.');
  world.set('me.id', asker.id);
  world.set('me.subject', asker.subject);
  world.set('me.organisations', asker.organisations);
  world.set('engagement.purposes', tie?.purposes);
  setMoment(policy, world, asker.at);
  if (policy.looksAt.has('me.roles')) world.set('me.roles', [...new Set(asker.roles.map(({ role }) => role))]);
  if (portal !== null) world.set('here.portal', portal);
  for (const [name, value] of asker.facts ?? []) world.set(name, value);
  return world;
}

const PARIS = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23', weekday: 'short' });
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The hour and the day cost a format each: only for a policy that looks at them. */
function setMoment({ looksAt }: Policy, world: World, at: Date): void {
  world.set('now', at.getTime());
  if (!looksAt.has('now.hour') && !looksAt.has('now.weekday')) return;
  const part = (type: string) => PARIS.formatToParts(at).find((each) => each.type === type)!.value;
  world.set('now.hour', Number(part('hour')));
  world.set('now.weekday', WEEKDAYS.indexOf(part('weekday')) + 1);
}

/** All that conditions see besides the thing, through one role of this person: for a translator of whole lists. */
export function worldAs(policy: Policy, asker: Asker, held: HeldRole, portal: string | null, question: Question): World | undefined {
  const type = policy.types.get(typeKey(portal, question.target.type));
  const role = policy.roles.get(held.role);
  if (!type || !role) return undefined;
  const world = worldOf(policy, asker, portal, type, question);
  use(policy, asker, world, role, held);
  return world;
}

/** Puts on one role: the grant it comes from is the only one that its rules can see. */
function use({ looksAt }: Policy, { roles }: Asker, world: World, role: PolicyRole, held: HeldRole): void {
  world.set('grant.organisation', held.organisation ?? undefined);
  world.set('grant.organisations', held.organisations);
  world.set('role.grants', role.grants);
  if (looksAt.has('grant.line')) world.set('grant.line', held.line ?? undefined);
  if (looksAt.has('grant.others')) world.set('grant.others', othersAt(roles, held));
}

/** The other roles that are held in some of the places where this one is. */
function othersAt(roles: readonly HeldRole[], held: HeldRole): string[] {
  const near = roles.filter((each) => each.role !== held.role && each.organisations.some((place) => held.organisations.includes(place)));
  return [...new Set(near.map(({ role }) => role))];
}

type Refused = Exclude<Judgement, { allowed: true }>;

function whyNot(
  policy: Policy,
  role: PolicyRole,
  action: string,
  world: World,
  fields: readonly (string | undefined)[],
  separation: string | undefined,
): Refused {
  const level = policy.looksAt.has('me.assurance') ? levelNeeded(role, action, world, fields) : undefined;
  if (level !== undefined) return { allowed: false, because: 'assurance', level };
  if (separation !== undefined && fields.every((field) => role.rulesOnly.can(action, world, field))) {
    return { allowed: false, because: 'separation', rule: policy.cited.get(separation)! };
  }
  const speaks = role.rulesOnly.possibleRulesFor(action, role.rulesOnly.detectSubjectType(world)).length > 0;
  return { allowed: false, because: speaks ? 'no-need-to-know' : 'no-role' };
}

const LEVELS = [1, 2, 3];

/** The least level of proof of identity with which this role would allow; the world is left as it was. */
function levelNeeded(role: PolicyRole, action: string, world: World, fields: readonly (string | undefined)[]): number | undefined {
  const proved = world.get('me.assurance');
  const better = LEVELS.filter((level) => typeof proved !== 'number' || level > proved);
  const level = better.find((each) => {
    world.set('me.assurance', each);
    const found = ruleFor(role, action, world, fields);
    return found !== null && !found.inverted;
  });
  world.set('me.assurance', proved);
  return level;
}

const NEARNESS = ['unknown-type', 'no-role', 'no-need-to-know', 'separation', 'assurance'];
const nearer = (one: Judgement, other: Refused): Judgement =>
  !one.allowed && NEARNESS.indexOf(other.because) > NEARNESS.indexOf(one.because) ? other : one;
