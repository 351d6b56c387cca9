import { z } from 'zod';

/**
 * Who reads a mail: the person the fact is about, those who answer for an organisation of theirs, or the contact of the
 * portal that the fact names.
 */
export type Audience = 'person' | 'administrators' | 'officers' | 'portal';

const details = z.object({
  from: z.string().nullish(),
  until: z.string().nullish(),
  endsAt: z.string().nullish(),
  deadline: z.string().nullish(),
  receipt: z.string().nullish(),
  browser: z.string().nullish(),
  portal: z.string().nullish(),
  /** The request that a role answers: its own mail says more. */
  request: z.string().nullish(),
  /** The role makes its holder a named administrator. */
  designated: z.boolean().nullish(),
});

/** A fact that owes mails, as the outbox carries it: ids and dates. */
export const owedFact = z.object({
  fact: z.string(),
  account: z.string(),
  /** Who did it: they are not told of it as one of those in charge. */
  by: z.string().nullish(),
  organisation: z.string().nullable(),
  at: z.string(),
  why: z.string(),
  details,
});
export type OwedFact = z.infer<typeof owedFact>;

interface Notice {
  readonly fact: string;
  readonly mail: string;
  readonly to: Audience;
  /** Absent: whatever else the fact says. */
  readonly when?: (owed: OwedFact) => boolean;
}

const cloned = ({ why }: OwedFact) => why === 'cloned';
const differs = ({ why }: OwedFact) => why === 'identity-differs';
const asked = ({ details: { request } }: OwedFact) => Boolean(request);
const designated = (owed: OwedFact) => owed.details.designated === true;
/** Files read at a start are put in force at once: nobody waits for them. */
const byPerson = ({ by }: OwedFact) => !by?.startsWith('system:');
const not = (one: (owed: OwedFact) => boolean) => (owed: OwedFact) => !one(owed);

/**
 * Which facts owe which mail, and to whom. A fact that is not a row here is told to nobody.
 *
 * The row of the outbox is written by the database with the fact itself (see the migrations), so that no use case can
 * forget a mail and none goes out for what did not happen.
 */
// prettier-ignore
export const NOTICES = [
  { fact: 'account.request',       mail: 'request-received', to: 'person' },
  { fact: 'account.request',       mail: 'request-waiting',  to: 'administrators' },
  { fact: 'account.ask-again',     mail: 'request-received', to: 'person' },
  { fact: 'account.ask-again',     mail: 'request-waiting',  to: 'administrators' },
  { fact: 'membership.ask',        mail: 'request-received', to: 'person' },
  { fact: 'membership.ask',        mail: 'request-waiting',  to: 'administrators' },
  { fact: 'membership.ask-again',  mail: 'request-received', to: 'person' },
  { fact: 'membership.ask-again',  mail: 'request-waiting',  to: 'administrators' },
  { fact: 'account.approve',       mail: 'request-approved', to: 'person' },
  { fact: 'membership.approve',    mail: 'request-approved', to: 'person' },
  { fact: 'account.refuse',        mail: 'request-refused',  to: 'person' },
  { fact: 'membership.refuse',     mail: 'request-refused',  to: 'person' },
  { fact: 'hold.suspension',       mail: 'access-suspended', to: 'person' },
  { fact: 'hold.absence',          mail: 'access-suspended', to: 'person' },
  { fact: 'hold.restriction',      mail: 'access-suspended', to: 'person' },
  { fact: 'hold.suspension',       mail: 'measure-taken',    to: 'officers' },
  { fact: 'hold.restriction',      mail: 'measure-taken',    to: 'officers' },
  { fact: 'hold.lifted',           mail: 'access-restored',  to: 'person' },
  { fact: 'membership.end',        mail: 'departure',        to: 'person' },
  { fact: 'membership.stay',       mail: 'departure-cancelled', to: 'person' },
  { fact: 'account.close',         mail: 'account-closed',   to: 'person' },
  { fact: 'hold.pause',            mail: 'access-paused',    to: 'person' },
  { fact: 'pause.return-asked',    mail: 'return-asked',     to: 'administrators' },
  { fact: 'pause.return-asked',    mail: 'return-asked',     to: 'officers' },
  { fact: 'hold.compromise',       mail: 'loss-receipt',     to: 'person' },
  { fact: 'hold.compromise',       mail: 'loss-reported',    to: 'administrators' },
  { fact: 'hold.compromise',       mail: 'loss-reported',    to: 'officers' },
  { fact: 'factor.held',           mail: 'factor-cloned',    to: 'person', when: cloned },
  { fact: 'factor.held',           mail: 'factor-held',      to: 'person', when: not(cloned) },
  { fact: 'factor.held',           mail: 'loss-reported',    to: 'administrators' },
  { fact: 'factor.held',           mail: 'loss-reported',    to: 'officers' },
  { fact: 'recovery.asked',        mail: 'recovery-waiting', to: 'administrators' },
  { fact: 'recovery.asked',        mail: 'recovery-waiting', to: 'officers' },
  { fact: 'recovery.not-identified', mail: 'recovery-differs', to: 'person', when: differs },
  { fact: 'recovery.not-identified', mail: 'recovery-differs-alert', to: 'administrators', when: differs },
  { fact: 'recovery.not-identified', mail: 'recovery-differs-alert', to: 'officers', when: differs },
  { fact: 'recovery.refused',      mail: 'recovery-refused', to: 'person' },
  { fact: 'recovery.stopped',      mail: 'recovery-stopped', to: 'person' },
  { fact: 'recovery.stopped',      mail: 'recovery-stopped-alert', to: 'administrators' },
  { fact: 'recovery.stopped',      mail: 'recovery-stopped-alert', to: 'officers' },
  { fact: 'renewal.required',      mail: 'renewal-required', to: 'person' },
  { fact: 'renewal.reminded',      mail: 'renewal-reminder', to: 'person' },
  { fact: 'email.changed',         mail: 'email-changed',    to: 'person' },
  { fact: 'identity.added',        mail: 'identity-added',   to: 'person' },
  { fact: 'identity.removed',      mail: 'identity-removed', to: 'person' },
  { fact: 'recovery-code.used',    mail: 'recovery-code-used', to: 'person' },
  { fact: 'recovery-codes.made',   mail: 'recovery-codes-made', to: 'person' },
  { fact: 'password.changed',      mail: 'password-changed', to: 'person' },
  { fact: 'factor.added',          mail: 'factor-added',     to: 'person' },
  { fact: 'factor.removed',        mail: 'factor-removed',   to: 'person' },
  { fact: 'sign-in.new-browser',   mail: 'new-browser',      to: 'person' },
  { fact: 'role-request.asked',     mail: 'role-asked',       to: 'administrators' },
  { fact: 'role-request.endorsed',  mail: 'role-asked',       to: 'administrators' },
  { fact: 'role-request.endorsed',  mail: 'role-asked',       to: 'officers' },
  { fact: 'role-request.reminded',  mail: 'role-asked-again', to: 'administrators' },
  { fact: 'role-request.reminded',  mail: 'role-asked-again', to: 'officers' },
  { fact: 'role-request.granted',   mail: 'role-granted',     to: 'person' },
  { fact: 'role-request.refused',   mail: 'role-refused',     to: 'person' },
  { fact: 'role.granted',           mail: 'role-given',       to: 'person', when: not(asked) },
  { fact: 'role.granted',           mail: 'administrator-named', to: 'officers', when: designated },
  { fact: 'role.revoked',           mail: 'role-taken-back',  to: 'person' },
  { fact: 'structure-grant.proposed', mail: 'role-asked',     to: 'administrators' },
  { fact: 'policy.drafted',         mail: 'policy-waiting',   to: 'administrators', when: byPerson },
  { fact: 'policy.drafted',         mail: 'policy-waiting',   to: 'officers', when: byPerson },
  { fact: 'policy.published',       mail: 'policy-changed',   to: 'administrators' },
  { fact: 'policy.published',       mail: 'policy-changed',   to: 'officers' },
  { fact: 'policy.returned',        mail: 'policy-changed',   to: 'administrators' },
  { fact: 'policy.returned',        mail: 'policy-changed',   to: 'officers' },
  { fact: 'role.ending',            mail: 'role-ending',      to: 'person' },
  { fact: 'role.ending',            mail: 'role-ending-alert', to: 'administrators' },
  { fact: 'role.vacant',            mail: 'role-vacant',      to: 'administrators' },
  { fact: 'role.vacant',            mail: 'role-vacant',      to: 'officers' },
  { fact: 'role.vacant-soon',       mail: 'role-vacant-soon', to: 'administrators' },
  { fact: 'role.vacant-soon',       mail: 'role-vacant-soon', to: 'officers' },
  { fact: 'break-glass.late',       mail: 'emergency-late',   to: 'officers' },
  { fact: 'derogation.allowed',     mail: 'derogation-allowed', to: 'officers' },
  { fact: 'derogation.ending',      mail: 'derogation-ending', to: 'officers' },
  { fact: 'break-glass.opened',     mail: 'emergency-receipt', to: 'person' },
  { fact: 'break-glass.opened',     mail: 'emergency-opened', to: 'officers' },
  { fact: 'break-glass.opened',     mail: 'emergency-opened', to: 'portal' },
  { fact: 'review.started',        mail: 'review-waiting',   to: 'administrators' },
  { fact: 'review.started',        mail: 'review-waiting',   to: 'officers' },
  { fact: 'review.named',          mail: 'review-waiting',   to: 'person' },
  { fact: 'review.reminded',       mail: 'review-reminder',  to: 'administrators' },
  { fact: 'review.reminded',       mail: 'review-reminder',  to: 'officers' },
  { fact: 'review.reviewer-reminded', mail: 'review-reminder', to: 'person' },
  { fact: 'review-action.planned',  mail: 'action-given',     to: 'person' },
  { fact: 'review-action.late',     mail: 'action-late',      to: 'person' },
  { fact: 'review-action.late',     mail: 'action-late-alert', to: 'administrators' },
  { fact: 'review-action.late',     mail: 'action-late-alert', to: 'officers' },
] as const satisfies readonly Notice[];

/**
 * Mails that carry a one-time link. No fact owes them: whoever makes the link owes a row of topic `mail.letter` with the
 * link's id, and the token is worked out when the mail is written, so that no secret waits in the outbox.
 */
export const LETTERS = [
  'invitation',
  'password-reset',
  'loss-proof',
  'recovery-asked',
  'recovery-granted',
  'recovery-open',
  'email-confirm',
  'email-stop',
] as const;

export type MailName = (typeof NOTICES)[number]['mail'] | (typeof LETTERS)[number];

/** Reasons for which nobody is written to: the mail would be read by the family. */
const UNTOLD: ReadonlySet<string> = new Set(['deceased']);

/** One mail to one person, as the outbox carries it. */
export const owedMail = owedFact.extend({ mail: z.enum(NOTICES.map(({ mail }) => mail)), to: z.string() });

/** A letter, as the outbox carries it: who it is for, and the id of the link. */
export const owedLetter = z.object({
  mail: z.enum(LETTERS),
  account: z.string(),
  link: z.string(),
  at: z.string(),
  organisation: z.string().nullable().default(null),
  details: details.default({}),
});

/** One mail to compose, whichever way it came to be owed. */
export interface OwedMail extends Omit<OwedFact, 'fact' | 'why' | 'by'> {
  readonly mail: MailName;
}

/** The mails a fact owes; those who answer for an organisation are found by it, or by the person's places. */
export function mailsOf(owed: OwedFact): { mail: (typeof NOTICES)[number]['mail']; to: Audience }[] {
  if (UNTOLD.has(owed.why)) return [];
  const rows: readonly (Notice & (typeof NOTICES)[number])[] = NOTICES;
  return rows.filter(({ fact, when }) => fact === owed.fact && (when?.(owed) ?? true));
}
