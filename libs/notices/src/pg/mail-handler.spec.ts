import path from 'node:path';
import { appendFact, enqueue, sql, type Database } from '@habilis/database';
import type { Fact } from '@habilis/kernel';
import { LetterLinks, NOTICES, Postman, type Mail } from '@habilis/notices';
import { letterHandler, mailHandler, PgAddressBook } from '@habilis/notices/pg';
import { loadSentences } from '@habilis/pages';
import { freshDatabase } from '@habilis/test/database';

const AT = new Date('2026-03-02T08:00:00Z');

class Pigeonhole extends Postman {
  readonly mails: Mail[] = [];
  fails = false;

  override async post(mail: Mail): Promise<void> {
    if (this.fails) throw new Error('451 try again later');
    this.mails.push(mail);
  }
}

/** Two links: one for the account's own address, one for another; anything else is used up. */
class Links extends LetterLinks {
  override async address(id: string) {
    if (id === 'lnk-own') return { href: 'https://habilis.example.fr/perte/t' };
    return id === 'lnk-new' ? { href: 'https://habilis.example.fr/courriel/t', to: 'nadia@nouvelle.example.fr' } : undefined;
  }
}

describe('mails', () => {
  let db: Database & { url: string };
  const postman = new Pigeonhole();
  const run = (text: string, values: unknown[] = []) => db.query<Record<string, unknown>>(sql(`test.${text}`.slice(0, 60), text), values);

  beforeAll(async () => {
    db = await freshDatabase();
    await run(`insert into organisation (id, kind, parent_id, name) values ('org-briey', 'community', null, 'CPTS de Briey'), ('org-foch', 'structure', 'org-briey', 'Cabinet Foch')`); // prettier-ignore
    await run(`insert into account (id, stage, given_name, family_name, email, created_at) values
      ('acc-nadia', 'requested', 'Nadia', 'HADDAD', 'nadia@example.fr', now()), ('acc-sophie', 'open', 'Sophie', 'BERNARD', 'sophie@example.fr', now()),
      ('acc-paul', 'open', 'Paul', 'ROI', 'paul@example.fr', now()), ('acc-mute', 'open', 'Sans', 'ADRESSE', null, now())`);
    await run(`insert into role_grant (id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, granted_at) values
      ('grant-1', 'acc-sophie', 'site-administrator', 'org-briey', '2026-01-01', null, 'x', 'system:seed', '2026-01-01'),
      ('grant-3', 'acc-sophie', 'security-officer', 'org-briey', '2026-01-01', null, 'x', 'system:seed', '2026-01-01'),
      ('grant-2', 'acc-paul', 'site-administrator', 'org-foch', '2026-01-01', '2026-02-01', 'x', 'system:seed', '2026-01-01')`);
  });
  beforeEach(async () => {
    postman.mails.length = 0;
    await run('delete from outbox');
  });
  afterAll(() => db.close());

  const happen = (fact: Partial<Fact>) =>
    db.transaction((tx) => appendFact(tx, { what: 'account.request', on: 'acc-nadia', by: 'acc-nadia', at: AT, why: 'first-arrival', organisation: 'org-foch', ...fact })); // prettier-ignore
  const owed = () => run(`select id, topic, about, payload, attempts from outbox where acknowledged_at is null order by id`);

  /** As the outbox worker does, without its waits. */
  async function deliver(): Promise<void> {
    const sentences = loadSentences(path.resolve(import.meta.dirname, '../../../../config'));
    const office = { db, book: new PgAddressBook(db), links: new Links(), postman, sentences, service: 'https://habilis.example.fr' };
    const handlers = { 'mail.send': mailHandler(office), 'mail.letter': letterHandler(office) };
    for (let rows = await owed(); rows.length > 0; rows = await owed()) {
      for (const { id, payload, topic } of rows) {
        const handle = handlers[topic as keyof typeof handlers];
        await handle(payload as Record<string, unknown>, { id: id as string, about: null, attempts: 1 });
        await run('update outbox set acknowledged_at = now() where id = $1', [id]);
      }
    }
  }

  it('of a request go to the person and to who decides there, the community’s administrators included', async () => {
    await happen({});
    await deliver();
    expect(postman.mails.map(({ to, subject }) => [to.address, subject]).sort()).toEqual([
      ['nadia@example.fr', 'Votre demande d’accès est enregistrée'],
      ['sophie@example.fr', 'Une demande d’accès attend votre décision'],
    ]);
    expect(postman.mails.find(({ to }) => to.address === 'sophie@example.fr')!.text).not.toMatch(/nadia|haddad/i);
  });

  it('are owed with the fact or not at all', async () => {
    const failing = db.transaction(async (tx) => {
      await appendFact(tx, { what: 'account.close', on: 'acc-nadia', by: 'acc-nadia', at: AT, why: 'no-longer-needed' });
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await owed()).toEqual([]);
  });

  it('wait in the outbox as ids and dates, without a name or an address', async () => {
    await happen({ what: 'hold.suspension', details: { from: '2026-03-05T23:00:00Z' } });
    expect(await owed()).toMatchObject([{ topic: 'mail.send', about: 'acc-nadia' }]);
    expect(JSON.stringify(await owed())).not.toMatch(/example\.fr|nadia@|Haddad/i);
  });

  it('of a loss reach whoever answers for any place of the person, once each', async () => {
    await run(`insert into membership (account_id, organisation_id, stage, from_at) values ('acc-nadia', 'org-foch', 'active', now())`);
    await happen({ what: 'hold.compromise', why: 'stolen', organisation: undefined, details: { receipt: 'MS-2026-03-02-abcdefgh' } });
    await deliver();
    expect(postman.mails.map(({ to, subject }) => [to.address, subject]).sort()).toEqual([
      ['nadia@example.fr', 'Votre compte est mis en sécurité'],
      ['sophie@example.fr', 'Perte, vol ou compromission signalés'],
    ]);
    expect(postman.mails.map(({ text }) => text.includes('MS-2026-03-02-abcdefgh')).filter(Boolean)).toHaveLength(1);
  });

  it('of a change of the rules reach those who answer for a whole community, but whoever made it', async () => {
    await run(`insert into role_grant (id, account_id, role, organisation_id, from_at, until_at, reason, granted_by, granted_at) values
      ('grant-4', 'acc-nadia', 'security-officer', 'org-briey', '2026-01-01', null, 'x', 'system:seed', '2026-01-01')`);
    await happen({ what: 'policy.published', on: 'pol-1', by: 'acc-sophie', organisation: undefined });
    await deliver();
    expect(postman.mails.map(({ to, subject }) => [to.address, subject])).toEqual([['nadia@example.fr', 'Les règles d’accès ont changé']]);
    await run(`update role_grant set revoked_at = now(), revoked_by = 'system:seed' where id = 'grant-4'`);
  });

  const post = (mail: string, link: string, account = 'acc-nadia') =>
    db.transaction((tx) => enqueue(tx, { topic: 'mail.letter', about: account, payload: { mail, account, link, at: AT }, dueAt: AT }));

  it('that open something once carry the link, to the account’s address or to the one it confirms', async () => {
    await post('loss-proof', 'lnk-own');
    await post('email-confirm', 'lnk-new');
    expect(JSON.stringify(await owed())).not.toMatch(/https?:|@/);
    await deliver();
    expect(postman.mails.map(({ to, text }) => [to.address, /https:\S+/.exec(text)![0]]).sort()).toEqual([
      ['nadia@example.fr', 'https://habilis.example.fr/perte/t'],
      ['nadia@nouvelle.example.fr', 'https://habilis.example.fr/courriel/t'],
    ]);
  });

  it('are not sent once the link they would carry is used up', async () => {
    await post('loss-proof', 'lnk-used');
    await deliver();
    expect(postman.mails).toEqual([]);
  });

  it('are split once, even when the split is run again', async () => {
    await happen({});
    const [fact] = await owed();
    await deliver();
    await run('update outbox set acknowledged_at = null where id = $1', [fact!['id']]);
    await deliver();
    expect(postman.mails).toHaveLength(2);
  });

  it('are not acknowledged when the server refuses, and keep their id for the next try', async () => {
    await happen({ what: 'account.approve' });
    postman.fails = true;
    await expect(deliver()).rejects.toThrow('451');
    const [waiting] = await owed();
    postman.fails = false;
    await deliver();
    expect(postman.mails.map(({ id }) => id)).toEqual([waiting!['id']]);
  });

  it('to someone without an address, or with one that is none, are nobody’s', async () => {
    await run(`update account set email = 'a@example.fr, all@example.fr' where id = 'acc-paul'`);
    await happen({ what: 'account.approve', on: 'acc-mute' });
    await happen({ what: 'account.approve', on: 'acc-paul' });
    await deliver();
    expect(postman.mails).toEqual([]);
  });

  it('are owed for the facts of the table, each of them and no other', async () => {
    const facts = [...new Set<string>(NOTICES.map(({ fact }) => fact))].sort();
    for (const what of [...facts, 'session.opened', 'hold.quarantine', 'decision.denied']) await happen({ what });
    expect((await owed()).map(({ payload }) => (payload as { fact: string }).fact).sort()).toEqual(facts);
  });
});
