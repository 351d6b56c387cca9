import { parisDateTime, type Sentences, type Translate } from '@habilis/pages';
import type { Part, Tone } from './mail/mail-page.tsx';
import type { Mail } from './mail/mail.ts';
import type { MailName, OwedMail } from './notice.ts';
import type { Recipient } from './ports.ts';

/** A value that a mail sets apart from its sentence, under its term. */
type Term = 'receipt' | 'at' | 'deadline' | 'browser';

interface MailLook {
  /** Where it leads, below the address of the service; null when a one-time link says where. */
  readonly to: string | null;
  readonly tone: Tone;
  readonly terms?: readonly Term[];
  /** Has a sentence of its own for what is known to end (`body-until`). */
  readonly ends?: true;
}

/** Where each mail leads, how grave it looks, and what it sets apart. */
// prettier-ignore
const MAILS: Readonly<Record<MailName, MailLook>> = {
  'request-received': { to: '/moi',                 tone: 'info' },
  'request-waiting':  { to: '/console/requests',    tone: 'info' },
  'request-approved': { to: '/moi',                 tone: 'success' },
  'request-refused':  { to: '/moi',                 tone: 'warning' },
  'access-suspended': { to: '/moi',                 tone: 'warning', ends: true },
  'access-restored':  { to: '/moi',                 tone: 'success' },
  'departure':        { to: '/moi',                 tone: 'warning' },
  'departure-cancelled': { to: '/moi',              tone: 'success' },
  'account-closed':   { to: '/',                    tone: 'warning', terms: ['receipt', 'at'] },
  'access-paused':    { to: '/moi/recus',           tone: 'success', terms: ['receipt', 'at'], ends: true },
  'return-asked':     { to: '/console/members',     tone: 'info' },
  'loss-receipt':     { to: '/secours',             tone: 'danger',  terms: ['receipt', 'at'] },
  'factor-held':      { to: '/moi/recus',           tone: 'danger',  terms: ['receipt', 'at'] },
  'factor-cloned':    { to: '/moi',                 tone: 'danger',  terms: ['at'] },
  'loss-reported':    { to: '/console/members',     tone: 'danger',  terms: ['at'] },
  'recovery-waiting': { to: '/console/recoveries',  tone: 'info' },
  'recovery-differs': { to: '/report',              tone: 'danger',  terms: ['at'] },
  'recovery-differs-alert': { to: '/console/recoveries', tone: 'danger', terms: ['at'] },
  'recovery-refused': { to: '/secours',             tone: 'warning' },
  'recovery-stopped': { to: '/',                    tone: 'success' },
  'recovery-stopped-alert': { to: '/console/recoveries', tone: 'danger' },
  'renewal-required': { to: '/moi',                 tone: 'warning', terms: ['deadline'] },
  'renewal-reminder': { to: '/moi',                 tone: 'warning', terms: ['deadline'] },
  'email-changed':    { to: '/moi',                 tone: 'success' },
  'identity-added':   { to: '/report',              tone: 'info',    terms: ['at'] },
  'identity-removed': { to: '/report',              tone: 'warning', terms: ['at'] },
  'recovery-code-used': { to: '/report',            tone: 'warning', terms: ['at'] },
  'recovery-codes-made': { to: '/report',           tone: 'info',    terms: ['at'] },
  'password-changed': { to: '/report',              tone: 'info',    terms: ['at'] },
  'factor-added':     { to: '/report',              tone: 'info',    terms: ['at'] },
  'factor-removed':   { to: '/report',              tone: 'warning', terms: ['at'] },
  'new-browser':      { to: '/report',              tone: 'info',    terms: ['at', 'browser'] },
  'role-asked':       { to: '/console/role-requests', tone: 'info' },
  'role-asked-again': { to: '/console/role-requests', tone: 'warning' },
  'role-granted':     { to: '/moi/roles',           tone: 'success' },
  'role-refused':     { to: '/moi/roles',           tone: 'warning' },
  'role-given':       { to: '/moi/roles',           tone: 'success', ends: true },
  'role-taken-back':  { to: '/moi/roles',           tone: 'warning' },
  'administrator-named': { to: '/console/designations', tone: 'warning', terms: ['at'] },
  'measure-taken':    { to: '/console/members',     tone: 'warning', terms: ['at'] },
  'policy-waiting':   { to: '/console/policies/versions', tone: 'info' },
  'policy-changed':   { to: '/console/policies',    tone: 'warning', terms: ['at'] },
  'derogation-allowed': { to: '/console/derogations', tone: 'info',  terms: ['deadline'] },
  'role-ending':      { to: '/moi/roles',           tone: 'warning', ends: true },
  'role-ending-alert': { to: '/console/members',    tone: 'warning', ends: true },
  'role-vacant':      { to: '/console/members',     tone: 'danger' },
  'role-vacant-soon': { to: '/console/members',     tone: 'warning' },
  'emergency-late':   { to: '/console/emergencies', tone: 'danger',  terms: ['deadline'] },
  'derogation-ending': { to: '/console/derogations', tone: 'warning', terms: ['deadline'] },
  'emergency-receipt': { to: '/moi',                tone: 'warning', terms: ['at'] },
  'emergency-opened': { to: '/console/emergencies', tone: 'danger',  terms: ['at'] },
  'review-waiting':   { to: '/console/reviews',     tone: 'info',    terms: ['deadline'] },
  'review-reminder':  { to: '/console/reviews',     tone: 'warning', terms: ['deadline'] },
  'action-given':     { to: '/console/reviews',     tone: 'info',    terms: ['deadline'] },
  'action-late':      { to: '/console/reviews',     tone: 'warning', terms: ['deadline'] },
  'action-late-alert': { to: '/console/reviews',    tone: 'warning', terms: ['deadline'] },
  'invitation':       { to: null,                   tone: 'info' },
  'password-reset':   { to: null,                   tone: 'info' },
  'loss-proof':       { to: null,                   tone: 'danger' },
  'recovery-asked':   { to: null,                   tone: 'danger' },
  'recovery-granted': { to: null,                   tone: 'danger' },
  'recovery-open':    { to: null,                   tone: 'success' },
  'email-confirm':    { to: null,                   tone: 'info' },
  'email-stop':       { to: null,                   tone: 'danger' },
};

export interface Composition {
  readonly id: string;
  readonly owed: OwedMail;
  readonly recipient: Recipient;
  /** The organisation's name, or the service's when none is concerned. */
  readonly organisation: string;
  /** The address of the service, without a slash at the end. */
  readonly service: string;
  /** The whole address of a one-time link; for letters alone. */
  readonly link?: string;
}

/**
 * Writes one mail, in French and then in English.
 *
 * Nobody but its reader is named in it, nor a reason: mail is read on shared screens. The only secret it may hold is a
 * link that works once.
 */
export async function composeMail(sentences: Sentences, composition: Composition): Promise<Mail> {
  const parts = (['fr', 'en'] as const).map((language) => part(sentences.for(language), composition));
  const { id, recipient, owed } = composition;
  const { drawMail } = await import('./mail/draw-mail.tsx'); // heavy: until a mail is sent
  return {
    id,
    to: { name: oneLine(recipient.givenName), address: recipient.email },
    subject: oneLine(parts[0]!.subject),
    text: parts.map(inText).join('\n\n-- \n\n'),
    html: await drawMail(parts, MAILS[owed.mail].tone),
  };
}

function part(t: Translate, { owed, recipient, organisation, service, link }: Composition): Part {
  const { to, terms = [], ends } = MAILS[owed.mail];
  if (to === null && link === undefined) throw new Error(`the letter ${owed.mail} has no link`);
  const { from, until, endsAt, receipt, deadline, browser } = owed.details;
  const instant = (text: string | null | undefined) => (text ? parisDateTime(new Date(text), t.language) : '');
  const values = {
    name: oneLine(recipient.givenName),
    organisation: oneLine(organisation),
    at: instant(owed.at),
    from: instant(from ?? endsAt ?? owed.at),
    until: instant(until),
    deadline: instant(deadline),
    receipt: oneLine(receipt ?? ''),
    browser: oneLine(browser ?? ''),
  };
  const sentence = (key: string) => t(`notices.${key}`, values);
  return {
    language: t.language,
    subject: sentence(`${owed.mail}.subject`),
    hello: sentence('hello'),
    body: sentence(`${owed.mail}.${ends && until ? 'body-until' : 'body'}`),
    terms: terms.filter((term) => values[term]).map((term) => ({ term: sentence(`term-${term}`), value: values[term] })),
    action: sentence(`${owed.mail}.action`),
    link: link ?? `${service}${to}`,
    once: link === undefined ? null : sentence(`${owed.mail}.once`),
    automatic: sentence('automatic'),
  };
}

/** The same words, for those who read no HTML. */
function inText({ language, hello, body, terms, action, link, once, automatic }: Part): string {
  const colon = language === 'fr' ? '\u00a0:' : ':';
  const apart = terms.map(({ term, value }) => `${term}${colon} ${value}`).join('\n');
  return [hello, body, apart, `${action}${colon}\n${link}`, once, automatic].filter(Boolean).join('\n\n');
}

/** Names come from outside; a line end in one would begin a header or a paragraph of its own. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
