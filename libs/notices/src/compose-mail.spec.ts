import path from 'node:path';
import { composeMail, LETTERS, NOTICES } from '@habilis/notices';
import { colours, loadSentences } from '@habilis/pages';
import { mailsOf, type MailName, type OwedMail } from './notice.ts';

const sentences = loadSentences(path.resolve(import.meta.dirname, '../../../config'));
const owed: OwedMail = {
  mail: 'access-suspended',
  account: 'acc-claire',
  organisation: 'org-cpts-briey',
  at: '2026-03-02T08:00:00Z',
  details: {},
};
const recipient = { account: 'acc-claire', givenName: 'Claire', email: 'claire@example.fr' };
const LINK = 'https://habilis.example.fr/perte/a-token-that-works-once';
const isLetter = (mail: MailName) => (LETTERS as readonly string[]).includes(mail);
const compose = (changes: Partial<OwedMail> = {}, givenName = 'Claire') =>
  composeMail(sentences, {
    id: 'out-1',
    owed: { ...owed, ...changes },
    recipient: { ...recipient, givenName },
    organisation: 'CPTS du Pays de Briey',
    service: 'https://habilis.example.fr',
    ...(changes.mail && isLetter(changes.mail) && { link: LINK }),
  });

describe('a mail', () => {
  it('says in French, then in English, what happened, when, and where to go', async () => {
    const { subject, text } = await compose();
    expect(subject).toBe('Votre accès est suspendu');
    expect(text).toMatch(
      /^Bonjour Claire,\n\nVotre accès auprès de «\u00a0CPTS du Pays de Briey\u00a0» est suspendu à compter du 2 mars 2026 à 09:00/,
    );
    expect(text).toMatch(/\n\n-- \n\nHello Claire,\n\n.*2 March 2026 at 09:00.*https:\/\/habilis\.example\.fr\/moi/s);
  });

  it('says until when, when it is known', async () => {
    const details = { from: '2026-03-05T23:00:00Z', until: '2026-03-12T23:00:00Z' };
    expect((await compose({ details })).text).toContain('du 6 mars 2026 à 00:00 au 13 mars 2026 à 00:00');
  });

  const NAMES = [...new Set<MailName>([...NOTICES.map(({ mail }) => mail), ...LETTERS])];
  it.each(NAMES)('%s has all its words, in both languages and forms, and no reason', async (mail: MailName) => {
    const full = { from: owed.at, receipt: 'CL-2026-1', deadline: owed.at, browser: 'Firefox sur Windows' };
    for (const details of [{ deadline: owed.at }, { ...full, until: owed.at }]) {
      const { subject, text, html } = await compose({ mail, details });
      for (const written of [subject, text, html]) expect(written).not.toMatch(/notices\.|\{\{|undefined|suspected/);
    }
  });

  it('says in HTML all that it says in text, word for word, in both languages', async () => {
    const { text, html } = await compose({ mail: 'loss-receipt', details: { receipt: 'MS-2026-03-02-abcdefgh' } });
    const seen = html.replace(/<style.*?<\/style>/gs, '').replace(/<[^>]*>/g, ' ').replace(/&#x27;/g, "'").replace(/\s+/g, ' '); // prettier-ignore
    for (const line of text.split('\n').filter((each) => /^[\p{L}h]/u.test(each))) {
      for (const words of line.split(/\u00a0?: /)) expect(seen).toContain(words.replace(/\u00a0?:$/, '').trim());
    }
    expect(html).toContain('lang="en"');
  });

  it('wears the colours of the pages, in the dark too, and asks no other machine for anything', async () => {
    const { html } = await compose();
    expect(html).toContain(colours.light['brand']);
    expect(html).toMatch(new RegExp(`prefers-color-scheme: dark.*${colours.dark['surface']}!important`, 's'));
    expect(html).not.toMatch(/<(?:img|script|iframe|link)\b|url\(|@import|@font-face/);
  });

  it('that opens something once leads there and nowhere else', async () => {
    const { text, html } = await compose({ mail: 'loss-proof' });
    expect(text).toContain(LINK);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([LINK, LINK, LINK, LINK]);
    await expect(composeMail(sentences, { id: 'out-1', owed: { ...owed, mail: 'loss-proof' }, recipient, organisation: '', service: '' })).rejects.toThrow(/no link/); // prettier-ignore
  });

  it('is harmless whatever a name holds', async () => {
    const { to, text, html } = await compose({}, 'Claire\r\nBcc: all@example.fr\u2028<img src=x> {{service}}');
    expect(to.name).toBe('Claire Bcc: all@example.fr <img src=x> {{service}}');
    expect(text.split('\n')[0]).toBe('Bonjour Claire Bcc: all@example.fr <img src=x> {{service}},');
    expect(html).toContain('&lt;img src=x&gt;');
    expect(html).not.toContain('<img');
  });
});

describe('a fact', () => {
  const fact = { ...owed, fact: 'account.request', why: 'first-arrival' };

  it('of a request is told to the person and to those who decide', () => {
    expect(mailsOf(fact).map(({ mail, to }) => [mail, to])).toEqual([
      ['request-received', 'person'],
      ['request-waiting', 'administrators'],
    ]);
  });

  it('of a loss is told to the person, to those who administer, and to those who answer for security', () => {
    expect(mailsOf({ ...fact, fact: 'hold.compromise', organisation: null }).map(({ to }) => to)).toEqual([
      'person',
      'administrators',
      'officers',
    ]);
  });

  it('of a death is told to nobody, nor one that is no row of the table', () => {
    expect(mailsOf({ ...fact, fact: 'membership.end', why: 'deceased' })).toEqual([]);
    expect(mailsOf({ ...fact, fact: 'hold.quarantine' })).toEqual([]);
  });

  it('of rules proposed asks for a second person, but where the files of a start put them in force', () => {
    const drafted = (by: string) => mailsOf({ ...fact, fact: 'policy.drafted', by }).map(({ to }) => to);
    expect(drafted('acc-sophie')).toEqual(['administrators', 'officers']);
    expect(drafted('system:configuration')).toEqual([]);
  });

  it('of a role given is told once to its person, and to those who answer for security where it names an administrator', () => {
    const given = (details: object) => mailsOf({ ...fact, fact: 'role.granted', details }).map(({ mail, to }) => [mail, to]);
    expect(given({})).toEqual([['role-given', 'person']]);
    expect(given({ designated: true })).toEqual([
      ['role-given', 'person'],
      ['administrator-named', 'officers'],
    ]);
    expect(given({ request: 'req-1' })).toEqual([]);
  });
});
