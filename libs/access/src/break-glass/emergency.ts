import type { HeldRole } from '../holding.ts';
import { typeKey, type Cited, type Policy, type PolicyRole, type ThingType } from '../policy/language/policy.ts';

/** What is cited when a file is opened without need to know. */
export const EMERGENCY: Cited = {
  id: 'habilis/emergency',
  source: 'CPAM13.4.1',
  fr: 'Accès en urgence, à titre exceptionnel : il est signalé et sera revu.',
  en: 'Emergency access, exceptional: it is reported and will be reviewed.',
};

/**
 * Whether an open emergency stands in for the need to know, through this role.
 *
 * It replaces nothing else: the role must be listed, the action too, and every separation still denies.
 *
 * @param stopped whether a separation denies through this role
 * @fr accès en urgence, bris de glace
 */
export function emergencyOpens(type: ThingType, action: string, role: PolicyRole, stopped: boolean): boolean {
  const { breakGlass, portal } = type;
  if (!breakGlass || stopped) return false;
  return breakGlass.may.includes(action) && breakGlass.roles.some((name) => typeKey(portal, name) === role.name);
}

/** The first role, among those held, whose holders may open this type of thing in an emergency. */
export function emergencyRole(policy: Policy, type: ThingType, held: readonly HeldRole[]): HeldRole | undefined {
  const names = (type.breakGlass?.roles ?? []).map((name) => typeKey(type.portal, name));
  return held.find(({ role }) => names.includes(role) && policy.roles.has(role));
}
