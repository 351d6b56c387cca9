import path from 'node:path';
import { composeMail, NOTICES } from '@habilis/notices';
import { loadSentences } from '@habilis/pages';
import { mailsOf, type MailName, type OwedMail } from './notice.ts';

const sentences = loadSentences(path.resolve(import.meta.dirname, '../../../config'));
const owed: OwedMail = {
  fact: 'hold.suspension',
  mail: 'access-suspended',
  to: 'acc-claire',
  account: 'acc-claire',
  organisation: 'org-cpts-briey',
  at: '2026-03-02T08:00:00Z',
  why: 'suspected-misuse',
  details: {},
};
const recipient = { account: 'acc-claire', givenName: 'Claire', email: 'claire@example.fr' };
const compose = (changes: Partial<OwedMail> = {}, givenName = 'Claire') =>
  composeMail(sentences, {
    id: 'out-1',
    owed: { ...owed, ...changes },
    recipient: { ...recipient, givenName },
    organisation: 'CPTS du Pays de Briey',
    service: 'https://habilis.example.fr',
  });

describe('a mail', () => {
  it('says in French, then in English, what happened, when, and where to go', () => {
    const { subject, text } = compose();
    expect(subject).toBe('Votre accès est suspendu');
    expect(text).toMatch(
      /^Bonjour Claire,\n\nVotre accès auprès de « CPTS du Pays de Briey » est suspendu à compter du 2 mars 2026 à 09:00/,
    );
    expect(text).toMatch(/\n\n-- \n\nHello Claire,\n\n.*2 March 2026 at 09:00.*https:\/\/habilis\.example\.fr\/moi$/s);
  });

  it('says until when, when it is known', () => {
    const details = { from: '2026-03-05T23:00:00Z', until: '2026-03-12T23:00:00Z' };
    expect(compose({ details }).text).toContain('du 6 mars 2026 à 00:00 au 13 mars 2026 à 00:00');
  });

  const NAMES = [...new Set(NOTICES.map(({ mail }) => mail))];
  it.each(NAMES)('%s has all its words, in both languages and forms, and no reason', (mail: MailName) => {
    for (const details of [{}, { from: owed.at, until: mail === 'access-suspended' ? owed.at : null, receipt: 'CL-2026-1' }]) {
      const { subject, text, html } = compose({ mail, details });
      for (const written of [subject, text, html]) expect(written).not.toMatch(/notices\.|\{\{|undefined|suspected/);
    }
  });

  it('is harmless whatever a name holds', () => {
    const { to, text, html } = compose({}, 'Claire\r\nBcc: all@example.fr\u2028<img src=x> {{service}}');
    expect(to.name).toBe('Claire Bcc: all@example.fr <img src=x> {{service}}');
    expect(text.split('\n')[0]).toBe('Bonjour Claire Bcc: all@example.fr <img src=x> {{service}},');
    expect(html).toContain('&lt;img src=x&gt;');
    expect(html).not.toContain('<img');
  });
});

describe('a fact', () => {
  const { mail: _mail, to: _to, ...fact } = owed;

  it('of a request is told to the person and to those who decide', () => {
    expect(mailsOf({ ...fact, fact: 'account.request' }).map(({ mail, to }) => [mail, to])).toEqual([
      ['request-received', 'person'],
      ['request-waiting', 'administrators'],
    ]);
  });

  it('of a request to no organisation is told to the person alone', () => {
    expect(mailsOf({ ...fact, fact: 'account.request', organisation: null }).map(({ to }) => to)).toEqual(['person']);
  });

  it('of a death is told to nobody, nor one that is no row of the table', () => {
    expect(mailsOf({ ...fact, fact: 'membership.end', why: 'deceased' })).toEqual([]);
    expect(mailsOf({ ...fact, fact: 'hold.quarantine' })).toEqual([]);
  });
});
