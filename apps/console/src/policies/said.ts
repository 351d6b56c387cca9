import { inOurLanguage, spoken, t } from '../words.ts';
import type { PolicyPage, Role, Rule, ThingType } from './queries.ts';

/** What a policy calls its roles, types and actions, in our language. */
export class Said {
  readonly roles: ReadonlyMap<string, Role>;
  readonly types: ReadonlyMap<string, ThingType>;

  constructor(readonly page: PolicyPage) {
    this.roles = new Map(page.roles.map((each) => [each.id, each]));
    this.types = new Map(page.types.map((each) => [each.id, each]));
  }

  /** A role that left the policy keeps its id for a name. */
  role(id: string): string {
    const role = this.roles.get(id);
    return role ? inOurLanguage(role) : id;
  }

  type(id: string): string {
    const type = this.types.get(id);
    return type ? inOurLanguage(type) : id;
  }

  action(type: string, id: string): string {
    const action = this.types.get(type)?.actions.find((each) => each.id === id);
    return action ? inOurLanguage(action) : id;
  }

  /** Habilis itself is nobody's portal. */
  portal(id: string | null): string {
    return id === null ? 'Habilis' : (this.page.portals.find((each) => each.id === id)?.name ?? id);
  }

  actions = (type: string, ids: readonly string[]) => list(ids.map((id) => this.action(type, id)));
  rolesList = (ids: readonly string[]) => list(ids.map((id) => this.role(id)));

  fields(type: string, ids: readonly string[]): string {
    const known = this.types.get(type)?.fields ?? [];
    return list(ids.map((id) => inOurLanguage(known.find((each) => each.id === id) ?? { fr: id, en: id })));
  }

  rulesOf = (role: string): readonly Rule[] => this.page.rules.filter(({ roles }) => roles.includes(role));
}

export const list = (texts: readonly string[]) => new Intl.ListFormat(spoken(), { type: 'conjunction' }).format(texts);

/** How a role comes to somebody, until when, and what it takes. */
export function limitsOf(role: Role, said: Said): string[] {
  const { implied, grantedBy, approvedBy, maxDays, assurance, elevation } = role;
  if (implied) return [t(`policy.implied-${implied}`), ...worth(assurance)];
  return [
    grantedBy.length > 0 ? t('policy.granted-by', { roles: said.rolesList(grantedBy) }) : t('policy.granted-by-none'),
    maxDays === null ? t('policy.no-end') : t('policy.max-days', { count: maxDays }),
    ...(approvedBy.length > 0 ? [t('policy.approved-by', { roles: said.rolesList(approvedBy) })] : []),
    ...(role.fourEyes ? [t('policy.four-eyes')] : []),
    ...(role.requestable ? [t('policy.requestable')] : []),
    ...worth(assurance),
    ...(elevation ? [t('policy.elevation', { count: elevation.minutes })] : []),
    ...(elevation?.approved ? [t('policy.elevation-approved')] : []),
    ...(role.designated ? [t('policy.designated')] : []),
    ...(role.keepOne ? [t('policy.keep-one')] : []),
  ];
}

const worth = (assurance: number | null) => (assurance === null ? [] : [t('policy.role-assurance', { level: assurance })]);

/** A role found by any word of what it says: its name, what it gives, on what, why. */
export function roleFound(role: Role, said: Said, query: string): boolean {
  const rules = said.rulesOf(role.id);
  const texts = [
    ...[role.id, inOurLanguage(role), said.portal(role.portal)],
    ...limitsOf(role, said),
    ...rules.flatMap((rule) => [rule.id, inOurLanguage(rule), said.type(rule.type), said.actions(rule.type, rule.actions), ...rule.where.map(inOurLanguage)]),
  ];
  const words = plain(query).split(/\s+/).filter(Boolean);
  const text = plain(texts.join(' '));
  return words.every((each) => text.includes(each));
} // prettier-ignore

/** Without accents or capitals, as people type when they search. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The anchor of a role on the page: the address that is sent to somebody. */
export const anchorOf = (role: string) => `role-${role.replace(':', '.')}`;
