import { z } from 'zod';

export type Audience = 'person' | 'administrators';

/**
 * Which facts owe which mail, and to whom. A fact that is not a row here is told to nobody.
 *
 * The row of the outbox is written by the database with the fact itself (see the migration), so that no use case can
 * forget a mail and none goes out for what did not happen.
 */
// prettier-ignore
export const NOTICES = [
  { fact: 'account.request',      mail: 'request-received', to: 'person' },
  { fact: 'account.request',      mail: 'request-waiting',  to: 'administrators' },
  { fact: 'account.ask-again',    mail: 'request-received', to: 'person' },
  { fact: 'account.ask-again',    mail: 'request-waiting',  to: 'administrators' },
  { fact: 'membership.ask',       mail: 'request-received', to: 'person' },
  { fact: 'membership.ask',       mail: 'request-waiting',  to: 'administrators' },
  { fact: 'membership.ask-again', mail: 'request-received', to: 'person' },
  { fact: 'membership.ask-again', mail: 'request-waiting',  to: 'administrators' },
  { fact: 'account.approve',      mail: 'request-approved', to: 'person' },
  { fact: 'membership.approve',   mail: 'request-approved', to: 'person' },
  { fact: 'account.refuse',       mail: 'request-refused',  to: 'person' },
  { fact: 'membership.refuse',    mail: 'request-refused',  to: 'person' },
  { fact: 'hold.suspension',      mail: 'access-suspended', to: 'person' },
  { fact: 'hold.absence',         mail: 'access-suspended', to: 'person' },
  { fact: 'hold.restriction',     mail: 'access-suspended', to: 'person' },
  { fact: 'hold.lifted',          mail: 'access-restored',  to: 'person' },
  { fact: 'membership.end',       mail: 'departure',        to: 'person' },
  { fact: 'account.close',        mail: 'account-closed',   to: 'person' },
] as const satisfies readonly { fact: string; mail: string; to: Audience }[];

export type MailName = (typeof NOTICES)[number]['mail'];

/** Reasons for which nobody is written to: the mail would be read by the family. */
const UNTOLD: ReadonlySet<string> = new Set(['deceased']);

/** A fact that owes mails, as the outbox carries it: ids and dates. */
export const owedFact = z.object({
  fact: z.string(),
  account: z.string(),
  organisation: z.string().nullable(),
  at: z.string(),
  why: z.string(),
  details: z.object({
    from: z.string().nullish(),
    until: z.string().nullish(),
    endsAt: z.string().nullish(),
    receipt: z.string().nullish(),
  }),
});
export type OwedFact = z.infer<typeof owedFact>;

/** One mail to one person, as the outbox carries it. */
export const owedMail = owedFact.extend({ mail: z.enum(NOTICES.map(({ mail }) => mail)), to: z.string() });
export type OwedMail = z.infer<typeof owedMail>;

/** The mails a fact owes; an organisation's administrators are written to when the fact names the organisation. */
export function mailsOf(owed: OwedFact): { mail: MailName; to: Audience }[] {
  if (UNTOLD.has(owed.why)) return [];
  return NOTICES.filter(({ fact, to }) => fact === owed.fact && (to === 'person' || owed.organisation !== null));
}
