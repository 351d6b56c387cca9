import { LEVELS } from '@habilis/credentials';
import type { Asker, HeldRole } from '../holding.ts';
import type { Variable } from '../policy/language/condition.ts';
import type { PolicyRole, ThingType } from '../policy/language/policy.ts';
import type { Question } from './question.ts';
import { attributeOf, type World } from './world.ts';

const CONTEXT = 'context.';
const PARIS = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23', weekday: 'short' });
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Costs a format: only for a policy that looks at it. */
const inParis = (at: Date, type: 'hour' | 'weekday') => PARIS.formatToParts(at).find((each) => each.type === type)!.value;

/** What is read of a scene; the facts of the person come before, and hold the rest. */
// prettier-ignore
const READERS: ReadonlyMap<string, (scene: Scene) => unknown> = new Map(Object.entries({
  'me.id':               ({ asker }) => asker.id,
  'me.subject':          ({ asker }) => asker.subject,
  'me.organisations':    ({ asker }) => asker.organisations,
  'me.professions':      ({ asker }) => asker.professions,
  'me.assurance':        ({ question }) => question.context && levelOf(question.context),
  'me.roles':            ({ asker }) => [...new Set(asker.roles.map(({ role }) => role))],
  'grant.organisation':  ({ held }) => held?.organisation ?? undefined,
  'grant.organisations': ({ held }) => held?.organisations,
  'grant.line':          ({ held }) => held?.line,
  'grant.others':        ({ asker, held }) => held && othersAt(asker.roles, held),
  'role.grants':         ({ role }) => role?.grants,
  'engagement.purposes': ({ question }) => question.tie?.purposes,
  'now':                 ({ asker }) => asker.at.getTime(),
  'now.hour':            ({ asker }) => Number(inParis(asker.at, 'hour')),
  'now.weekday':         ({ asker }) => WEEKDAYS.indexOf(inParis(asker.at, 'weekday')) + 1,
  'here.portal':         ({ kind }) => kind.portal ?? undefined,
} satisfies Partial<Record<Variable, (scene: Scene) => unknown>>));

/** What the portal's session was opened with: its word, as the attributes of the thing are. */
export function levelOf(context: Readonly<Record<string, unknown>>): number | undefined {
  const acr = Object.hasOwn(context, 'acr') ? context['acr'] : undefined;
  return LEVELS.find((each) => each.acr === acr)?.rank;
}

/** The other roles that are held in some of the places where this one is. */
function othersAt(roles: readonly HeldRole[], held: HeldRole): string[] {
  const near = roles.filter((each) => each.role !== held.role && each.organisations.some((place) => held.organisations.includes(place)));
  return [...new Set(near.map(({ role }) => role))];
}

/**
 * A question as one person asks it, through one role at a time.
 *
 * Nothing is gathered before a condition looks: most questions are settled by two or three comparisons.
 */
export class Scene implements World {
  /** The role that is worn: the grant it comes from is the only one that its rules can see. */
  held: HeldRole | undefined = undefined;
  role: PolicyRole | undefined = undefined;

  constructor(
    readonly kind: ThingType,
    readonly asker: Asker,
    readonly question: Question,
  ) {}

  get type(): string {
    return this.kind.key;
  }

  wear(role: PolicyRole, held: HeldRole): this {
    this.role = role;
    this.held = held;
    return this;
  }

  get(name: string): unknown {
    const { facts } = this.asker;
    if (facts !== undefined && facts.has(name)) return facts.get(name);
    const read = READERS.get(name);
    if (read !== undefined) return read(this);
    const field = this.kind.fields.get(name);
    if (field === undefined) return undefined;
    const { context, target } = this.question;
    if (name.startsWith(CONTEXT)) return context && attributeOf(context, name.slice(CONTEXT.length), field.is);
    return name === 'type' ? undefined : attributeOf(target, name, field.is);
  }
}
