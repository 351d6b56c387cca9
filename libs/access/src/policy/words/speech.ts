import type { Operator, Variable } from '../language/condition.ts';

/** How one language says what a condition looks at, and what it says of it. */
export interface Speech {
  readonly code: 'fr' | 'en';
  readonly quoted: (text: string) => string;
  readonly list: (texts: readonly string[], between: 'and' | 'or') => string;
  readonly boolean: (value: boolean) => string;
  readonly instant: (at: Date) => string;
  readonly either: (sentences: readonly string[]) => string;
  readonly neither: (sentences: readonly string[]) => string;
  readonly known: (it: string) => string;
  readonly absent: (it: string) => string;
  readonly itself: string;
  readonly declared: (name: string) => string;
  readonly variables: Readonly<Record<Variable, string>>;
  readonly verbs: Readonly<Record<Operator, string>>;
  readonly verbsOfTime: Readonly<Record<'lt' | 'lte' | 'gt' | 'gte', string>>;
  readonly idioms: Readonly<Record<Idiom, (it: string, other: string) => string>>;
}

/** Turns of phrase for what policies say most; they replace `it verb other`. */
export type Idiom =
  | 'in-their-organisations'
  | 'in-the-grant'
  | 'meets-the-grant'
  | 'is-them'
  | 'has-them'
  | 'they-grant-it'
  | 'is-past'
  | 'is-to-come'
  | 'purpose-is'
  | 'engaged-for'
  | 'granted-under'
  | 'proved-from';

const and = { fr: ' et ', en: ' and ' } as const;
const or = { fr: ' ou ', en: ' or ' } as const;

function listed(code: 'fr' | 'en', texts: readonly string[], between: 'and' | 'or'): string {
  const last = (between === 'and' ? and : or)[code];
  return texts.length < 2 ? (texts[0] ?? '') : texts.slice(0, -1).join(', ') + last + texts.at(-1)!;
}

const dated = (locale: string) => (at: Date) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' }).format(at);

export const FRENCH: Speech = {
  code: 'fr',
  quoted: (text) => `« ${text} »`,
  list: (texts, between) => listed('fr', texts, between),
  boolean: (value) => (value ? 'oui' : 'non'),
  instant: (at) => `le ${dated('fr-FR')(at)}`,
  either: (sentences) => `soit ${sentences.join(', soit ')}`,
  neither: (sentences) => `rien de ceci n’est vrai : ${sentences.join(' ; ')}`,
  known: (it) => `on connaît ${it}`,
  absent: (it) => `rien n’indique ${it}`,
  itself: 'l’objet de la demande',
  declared: (name) => `« ${name} », que le portail déclare,`,
  variables: {
    'me.id': 'la personne',
    'me.subject': 'la personne',
    'me.organisations': 'la liste de ses organisations',
    'me.roles': 'la liste de ses rôles',
    'me.professions': 'la liste de ses professions',
    'me.assurance': 'le niveau de preuve de son identité',
    'grant.organisation': 'l’organisation où le rôle est accordé',
    'grant.organisations': 'l’organisation où le rôle est accordé, avec ce qui en dépend',
    'grant.line': 'l’organisation où le rôle est accordé, avec celles dont elle dépend',
    'grant.others': 'la liste de ses autres rôles au même endroit',
    'role.grants': 'la liste des rôles que celui-ci accorde',
    'engagement.purposes': 'la liste des finalités déclarées de sa participation',
    now: 'l’instant de la demande',
    'now.hour': 'l’heure, à Paris,',
    'now.weekday': 'le jour de la semaine (lundi est 1)',
    'here.portal': 'le portail qui demande',
  },
  verbs: {
    eq: 'est',
    ne: 'n’est pas',
    in: 'est parmi',
    notIn: 'n’est pas parmi',
    lt: 'vaut moins de',
    lte: 'vaut au plus',
    gt: 'vaut plus de',
    gte: 'vaut au moins',
    contains: 'comprend',
    lacks: 'ne comprend pas',
    meets: 'a quelque chose en commun avec',
    apart: 'n’a rien en commun avec',
  },
  verbsOfTime: { lt: 'précède', lte: 'ne dépasse pas', gt: 'suit', gte: 'ne précède pas' },
  idioms: {
    'in-their-organisations': (it) => `${it} est l’une des organisations de la personne`,
    'in-the-grant': (it) => `${it} relève de l’organisation où le rôle est accordé`,
    'meets-the-grant': (it) => `${it} comprend une organisation qui relève de celle où le rôle est accordé`,
    'is-them': (it) => `${it} est la personne elle-même`,
    'has-them': (it) => `${it} comprend la personne`,
    'they-grant-it': (it) => `${it} est de ceux que son rôle accorde`,
    'is-past': (it) => `${it} a eu lieu`,
    'is-to-come': (it) => `${it} est à venir`,
    'purpose-is': (_, other) => `la finalité déclarée est ${other}`,
    'engaged-for': (_, other) => `le portail a déclaré sa participation, avec pour finalité ${other}`,
    'granted-under': (_, other) => `le rôle est accordé dans ${other}, ou dans ce qui en dépend`,
    'proved-from': (_, other) => `son identité est prouvée au niveau ${other} au moins`,
  },
};

export const ENGLISH: Speech = {
  code: 'en',
  quoted: (text) => `“${text}”`,
  list: (texts, between) => listed('en', texts, between),
  boolean: (value) => (value ? 'yes' : 'no'),
  instant: dated('en-GB'),
  either: (sentences) => `either ${sentences.join(', or ')}`,
  neither: (sentences) => `none of this is true: ${sentences.join('; ')}`,
  known: (it) => `${it} is known`,
  absent: (it) => `nothing tells ${it}`,
  itself: 'what is asked about',
  declared: (name) => `“${name}”, as the portal declares it,`,
  variables: {
    'me.id': 'the person',
    'me.subject': 'the person',
    'me.organisations': 'the list of their organisations',
    'me.roles': 'the list of their roles',
    'me.professions': 'the list of their professions',
    'me.assurance': 'the level of proof of their identity',
    'grant.organisation': 'the organisation where the role is granted',
    'grant.organisations': 'the organisation where the role is granted, with what lies below it',
    'grant.line': 'the organisation where the role is granted, with what lies above it',
    'grant.others': 'the list of their other roles in the same place',
    'role.grants': 'the list of roles that this one grants',
    'engagement.purposes': 'the list of declared purposes of their part',
    now: 'the instant of the question',
    'now.hour': 'the hour in Paris',
    'now.weekday': 'the day of the week (Monday is 1)',
    'here.portal': 'the portal that asks',
  },
  verbs: {
    eq: 'is',
    ne: 'is not',
    in: 'is among',
    notIn: 'is not among',
    lt: 'is less than',
    lte: 'is at most',
    gt: 'is more than',
    gte: 'is at least',
    contains: 'contains',
    lacks: 'does not contain',
    meets: 'has something in common with',
    apart: 'has nothing in common with',
  },
  verbsOfTime: { lt: 'is before', lte: 'is not after', gt: 'is after', gte: 'is not before' },
  idioms: {
    'in-their-organisations': (it) => `${it} is one of the person’s organisations`,
    'in-the-grant': (it) => `${it} lies within the organisation where the role is granted`,
    'meets-the-grant': (it) => `${it} contains an organisation within the one where the role is granted`,
    'is-them': (it) => `${it} is the person themselves`,
    'has-them': (it) => `${it} contains the person`,
    'they-grant-it': (it) => `${it} is one that their role grants`,
    'is-past': (it) => `${it} is past`,
    'is-to-come': (it) => `${it} is to come`,
    'purpose-is': (_, other) => `the declared purpose is ${other}`,
    'engaged-for': (_, other) => `the portal has declared that they take part, for the purpose of ${other}`,
    'granted-under': (_, other) => `the role is granted in ${other}, or below it`,
    'proved-from': (_, other) => `their identity is proved at level ${other} at least`,
  },
};
