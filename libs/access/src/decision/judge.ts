import type { Target } from '@habilis/kernel';
import { EMERGENCY, emergencyOpens } from '../break-glass/emergency.ts';
import type { Asker, HeldRole } from '../holding.ts';
import { typeKey, type Cited, type Policy, type PolicyRole, type ThingType } from '../policy/language/policy.ts';
import type { Question } from './question.ts';
import { Scene } from './scene.ts';
import { strangeIn, type World } from './world.ts';

/** What this person's roles say of a question; `because` is coarse, the rule is for the journal and for those who may know. */
export type Judgement =
  | { readonly allowed: true; readonly rule: Cited; readonly role: HeldRole; readonly exceptional?: true }
  | { readonly allowed: false; readonly because: 'unknown-type' | 'no-role' | 'no-need-to-know' }
  /** A better proof of identity would do; `level` as in the policy. */
  | { readonly allowed: false; readonly because: 'assurance'; readonly level: number }
  | { readonly allowed: false; readonly because: 'separation'; readonly rule: Cited };

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
  const scene = new Scene(type, asker, question);
  const emergency = (question.tie?.emergencyUntil ?? null) !== null && asker.at < question.tie!.emergencyUntil!;
  let refused: Judgement = { allowed: false, because: 'no-role' };
  let exceptional: Judgement | undefined;
  for (const held of asker.roles) {
    const role = policy.roles.get(held.role);
    if (!role || !(emergency || speaksOf(role, question.action, type))) continue;
    const found = ruleFor(role, question.action, scene.wear(role, held), fields);
    if (found && !found.inverted) return { allowed: true, rule: policy.cited.get(found.reason!)!, role: held };
    if (emergency && emergencyOpens(type, question.action, role, found !== null)) {
      exceptional ??= { allowed: true, rule: EMERGENCY, role: held, exceptional: true };
    }
    refused = nearer(refused, whyNot(policy, role, scene, fields, found?.reason));
  }
  return exceptional ?? refused;
}

/** Whether some rule of the role is about this: through any other it can only be refused. */
const speaksOf = ({ speaks }: PolicyRole, action: string, { key }: ThingType) => speaks.get(key)?.has(action) ?? false;

const WHOLE: readonly undefined[] = [undefined];

/** What must all be allowed: the field that is asked for, or every one; undefined for a field that there is not. */
function fieldsAsked({ parts }: ThingType, field: string | undefined): readonly (string | undefined)[] | undefined {
  if (field === undefined) return parts.length > 0 ? parts : WHOLE;
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
    if (!role || !speaksOf(role, action, type)) continue;
    for (const place of held.organisations) {
      const there = Object.fromEntries(type.places.map(({ field, many }) => [field, many ? [place] : place]));
      const scene = new Scene(type, asker, { action, target: { type: typeName, ...there } as unknown as Target });
      if (role.somewhere.can(action, scene.wear(role, held))) places.add(place);
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
  return [...strangeIn(type.fields, attributes), ...strangeIn(type.fields, declared, 'context.').map((name) => `context.${name}`)];
}

/** All that conditions see besides the thing, through one role of this person: for a translator of whole lists. */
export function worldAs(policy: Policy, asker: Asker, held: HeldRole, portal: string | null, question: Question): World | undefined {
  const type = policy.types.get(typeKey(portal, question.target.type));
  const role = policy.roles.get(held.role);
  return type && role && new Scene(type, asker, question).wear(role, held);
}

type Refused = Exclude<Judgement, { allowed: true }>;

function whyNot(
  policy: Policy,
  role: PolicyRole,
  scene: Scene,
  fields: readonly (string | undefined)[],
  separation: string | undefined,
): Refused {
  const { action } = scene.question;
  const level = policy.looksAt.has('me.assurance') ? levelNeeded(role, scene, fields) : undefined;
  if (level !== undefined) return { allowed: false, because: 'assurance', level };
  if (separation !== undefined && fields.every((field) => role.rulesOnly.can(action, scene, field))) {
    return { allowed: false, because: 'separation', rule: policy.cited.get(separation)! };
  }
  return { allowed: false, because: speaksOf(role, action, scene.kind) ? 'no-need-to-know' : 'no-role' };
}

const LEVELS = [1, 2, 3];

/** The least level of proof of identity with which this role would allow. */
function levelNeeded(role: PolicyRole, scene: Scene, fields: readonly (string | undefined)[]): number | undefined {
  const { kind, asker, question, held } = scene;
  const proved = scene.get('me.assurance');
  return LEVELS.filter((level) => typeof proved !== 'number' || level > proved).find((level) => {
    const better = { ...asker, facts: new Map([...(asker.facts ?? []), ['me.assurance', level]]) };
    const found = ruleFor(role, question.action, new Scene(kind, better, question).wear(role, held!), fields);
    return found !== null && !found.inverted;
  });
}

const NEARNESS = ['unknown-type', 'no-role', 'no-need-to-know', 'separation', 'assurance'];
const nearer = (one: Judgement, other: Refused): Judgement =>
  !one.allowed && NEARNESS.indexOf(other.because) > NEARNESS.indexOf(one.because) ? other : one;
