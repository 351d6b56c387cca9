import { parisDateTime, type Sentences, type Translate } from '@habilis/pages';
import type { MailName, OwedMail } from './notice.ts';
import type { Recipient } from './ports.ts';

/** A mail ready to go: always with its text, so that it can be read anywhere. */
export interface Mail {
  /** The same at each try, so that a server that took it twice shows it once. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Where each mail leads, below the address of the service. */
// prettier-ignore
const LINKS: Readonly<Record<MailName, string>> = {
  'request-received': '/moi',
  'request-waiting':  '/console/requests',
  'request-approved': '/moi',
  'request-refused':  '/moi',
  'access-suspended': '/moi',
  'access-restored':  '/moi',
  'departure':        '/moi',
  'account-closed':   '/',
};

export interface Composition {
  readonly id: string;
  readonly owed: OwedMail;
  readonly recipient: Recipient;
  /** The organisation's name, or the service's when none is concerned. */
  readonly organisation: string;
  /** The address of the service, without a slash at the end. */
  readonly service: string;
}

/**
 * Writes one mail, in French and then in English.
 *
 * Nobody but its reader is named in it, nor a reason: mail is read on shared screens.
 */
export function composeMail(sentences: Sentences, composition: Composition): Mail {
  const parts = (['fr', 'en'] as const).map((language) => part(sentences.for(language), composition));
  const { id, recipient } = composition;
  return {
    id,
    to: { name: oneLine(recipient.givenName), address: recipient.email },
    subject: oneLine(parts[0]!.subject),
    text: parts.map(({ paragraphs, link }) => [...paragraphs, link].join('\n\n')).join('\n\n-- \n\n'),
    html: html(parts, composition.service),
  };
}

interface Part {
  readonly language: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link: string;
}

function part(t: Translate, { owed, recipient, organisation, service }: Composition): Part {
  const { from, until, endsAt, receipt } = owed.details;
  const instant = (text: string | null | undefined) => (text ? parisDateTime(new Date(text), t.language) : '');
  const values = {
    name: oneLine(recipient.givenName),
    organisation: oneLine(organisation),
    at: instant(owed.at),
    from: instant(from ?? endsAt ?? owed.at),
    until: instant(until),
    receipt: oneLine(receipt ?? ''),
  };
  const sentence = (key: string) => t(`notices.${key}`, values);
  const body = sentence(`${owed.mail}.${until ? 'body-until' : 'body'}`);
  return {
    language: t.language,
    subject: sentence(`${owed.mail}.subject`),
    paragraphs: [sentence('hello'), body, sentence('automatic')],
    link: `${service}${LINKS[owed.mail]}`,
  };
}

function html(parts: readonly Part[], service: string): string {
  const section = ({ language, subject, paragraphs, link }: Part) =>
    `<div lang="${language}"><h1 style="font-size:18px">${escaped(subject)}</h1>${paragraphs.map((each) => `<p>${escaped(each)}</p>`).join('')}` +
    `<p><a href="${escaped(link)}">${escaped(link)}</a></p></div>`;
  const style = 'font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:16px;color:#1a2330;background:#fff';
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${escaped(service)}</title><body style="${style}">${parts.map(section).join('<hr>')}</body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Names come from outside; a line end in one would begin a header or a paragraph of its own. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
