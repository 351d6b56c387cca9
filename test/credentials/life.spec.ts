import { createHash } from 'node:crypto';
import { DecideRecovery, ReceiptSeals, StartRenewal } from '@habilis/credentials';
import {
  PgEmailChanges,
  PgIdentifiers,
  PgMeansHolds,
  PgOneTimeLinks,
  PgReceipts,
  PgRecoveries,
  PgRenewals,
  RecoveryEnds,
  renewalHandlers,
} from '@habilis/credentials/pg';
import { appendFact, sql, type Database } from '@habilis/database';
import { FixedClock } from '@habilis/database/testing';
import { Refusal, type Caller, type Target } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';

const PEPPER = 'a pepper of at least thirty-two characters, for tests';
const HOUR = 3_600_000;

/** Someone who may do these acts in Briey, and nothing to themselves. */
function caller(id: string, ...may: string[]): Caller {
  const can = (action: string, target: Target) => target.id !== id && may.includes(action) && target['organisation'] === 'org-briey';
  return {
    id,
    can,
    must: (action, target) => {
      if (!can(action, target)) throw new Refusal('access.denied', 'forbidden', { action });
    },
    organisationsFor: (action) => (may.includes(action) ? ['org-briey'] : []),
  };
}

const sophie = caller('acc-sophie', 'read', 'recover-as-administrator');
const marc = caller('acc-marc', 'read', 'recover-as-officer', 'renew');
/** One person with both roles: still one person. */
const both = caller('acc-both', 'read', 'recover-as-administrator', 'recover-as-officer');
const victor = caller('acc-victor');
const claireToo = { ...caller('acc-claire', 'read', 'recover-as-administrator', 'recover-as-officer'), can: () => true };

let db: Database & { url: string };
let clock: FixedClock;
let links: PgOneTimeLinks;
let recoveries: PgRecoveries;
let decide: DecideRecovery;
let ends: RecoveryEnds;
const settled: string[] = [];
const run = <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  db.query<Row>(sql(`test.life.${createHash('sha256').update(text).digest('hex').slice(0, 20)}`, text), values);

beforeAll(async () => {
  db = await freshDatabase();
  await run(`insert into organisation (id, kind, parent_id, name) values ('org-briey', 'community', null, 'Briey')`);
});
beforeEach(async () => {
  clock = new FixedClock();
  for (const table of ['recovery_grant', 'recovery_proof', 'recovery', 'renewal_person', 'renewal', 'email_change', 'one_time_link', 'outbox', 'hold', 'factor', 'password']) await run(`delete from ${table}`); // prettier-ignore
  await run(`insert into account (id, stage, given_name, family_name, email, created_at) values
    ('acc-claire', 'open', 'Claire', 'MOREAU', 'claire@example.fr', now()), ('acc-paul', 'open', 'Paul', 'ROI', 'paul@example.fr', now()) on conflict do nothing`);
  await run(`update account set email = 'claire@example.fr' where id = 'acc-claire'`);
  await run(
    `insert into membership (account_id, organisation_id, stage, from_at) values ('acc-claire', 'org-briey', 'active', '2020-01-01') on conflict do nothing`,
  );
  links = new PgOneTimeLinks(db, clock, PEPPER);
  recoveries = new PgRecoveries(db, links);
  decide = new DecideRecovery(recoveries, clock, 24);
  settled.length = 0;
  ends = new RecoveryEnds(db, links, new PgIdentifiers(db, clock), { settle: async (id) => void settled.push(id) }, clock);
});
afterAll(() => db.close());

const FACT = { on: 'acc-claire', by: 'acc-claire', why: 'asked-by-person', source: 'CPTS.3' } as const;
async function asked(): Promise<string> {
  await recoveries.ask('acc-claire', { what: 'recovery.asked', at: clock.now(), ...FACT });
  return (await recoveries.underWay('acc-claire'))!.id;
}
const token = async (kind: string) => {
  const [link] = await run<{ id: string }>(`select id from one_time_link where kind = '${kind}' order by created_at desc limit 1`);
  return links
    .address({ id: link!.id, kind: kind as 'loss' }, '')
    .split('/')
    .pop()!;
};
const letters = async () => (await run<{ mail: string }>(`select payload->>'mail' as mail from outbox where topic = 'mail.letter' order by created_at, id`)).map(({ mail }) => mail); // prettier-ignore
const open = (id: string) => ends.open({ recovery: id }, { id: 'out-1', about: null, attempts: 1 });

describe('a recovery', () => {
  it('opens after two people of two roles, and a day in which nobody stopped it', async () => {
    const id = await asked();
    await decide.grant(sophie, id, 'identity-document-seen');
    const granted = await decide.grant(marc, id, null);
    expect(granted.opensAt!.getTime() - clock.now().getTime()).toBe(24 * HOUR);
    await open(id);
    expect(await letters()).not.toContain('recovery-open');
    clock.advance(24 * HOUR);
    await open(id);
    expect(await letters()).toContain('recovery-open');
    expect(settled).toEqual(['acc-claire']);
  });

  it('is not opened by one administrator alone, however many roles they hold or times they try', async () => {
    const id = await asked();
    await decide.grant(both, id, 'identity-document-seen');
    await expect(decide.grant(both, id, 'identity-document-seen')).rejects.toThrow('recovery.same-person');
    await expect(decide.grant(caller('acc-other', 'read', 'recover-as-administrator'), id, null)).rejects.toThrow(
      'recovery.granted-already',
    );
    clock.advance(48 * HOUR);
    await open(id);
    expect(await letters()).not.toContain('recovery-open');
  });

  it('is not opened by the same person at two replicas at once', async () => {
    const id = await asked();
    const there = new DecideRecovery(new PgRecoveries(db, links), clock, 24);
    const answers = await Promise.allSettled([decide.grant(both, id, 'known-in-person'), there.grant(both, id, 'known-in-person')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await recoveries.get(id))!).toMatchObject({ opensAt: null, grants: [{ by: 'acc-both' }] });
  });

  it('opens once for two different people who grant at once', async () => {
    const id = await asked();
    await Promise.allSettled([decide.grant(sophie, id, 'known-in-person'), decide.grant(marc, id, 'known-in-person')]);
    const { grants, opensAt } = (await recoveries.get(id))!;
    // The second may have been told to look again: never is it open with one, nor shut with two.
    expect(opensAt !== null).toBe(grants.length === 2);
  });

  it('is not granted by the person, nor by someone of elsewhere, nor without a look at who is asking', async () => {
    const id = await asked();
    await expect(decide.grant(claireToo, id, 'known-in-person')).rejects.toThrow('recovery.same-person');
    await expect(decide.grant(victor, id, 'known-in-person')).rejects.toThrow('recovery.unknown');
    await expect(decide.grant(sophie, id, null)).rejects.toThrow('recovery.identify-first');
  });

  it('needs nobody’s word once an upstream has vouched, and goes on needing it when that was somebody else', async () => {
    const id = await asked();
    const shown = { upstream: 'psc', level: 'eidas1', at: clock.now() };
    const about = { on: 'acc-claire', at: clock.now(), source: 'CPTS.3', details: { recovery: id } } as const;
    const wrong = { what: 'recovery.not-identified', by: 'upstream:psc', why: 'identity-differs', ...about };
    await recoveries.identify(id, { ...shown, verdict: 'discordant', name: 'Thomas RENAUD' }, wrong);
    await expect(decide.grant(sophie, id, null)).rejects.toThrow('recovery.identify-first');
    const right = { what: 'recovery.identified', by: 'acc-claire', why: 'asked-by-person', ...about };
    await recoveries.identify(id, { ...shown, verdict: 'concordant', name: null }, right);
    const granted = await decide.grant(sophie, id, null);
    expect(granted).toMatchObject({ identification: 'psc', opensAt: null });
    expect(granted.proofs.map(({ verdict, name }) => [verdict, name]).sort()).toEqual([
      ['concordant', null],
      ['discordant', 'Thomas RENAUD'],
    ]);
    expect((await decide.grant(marc, id, null)).opensAt!.getTime() - clock.now().getTime()).toBe(24 * HOUR);
  });

  it('is stopped from the pages of the person as well, and tells those who decide', async () => {
    const id = await asked();
    await decide.grant(sophie, id, 'known-in-person');
    await decide.grant(marc, id, null);
    const stop = await token('recovery-stop');
    await ends.stopOwn('acc-claire');
    expect([(await recoveries.get(id))!.stoppedAt, await ends.look(stop)]).toEqual([clock.now(), false]);
    clock.advance(48 * HOUR);
    await open(id);
    expect(await letters()).not.toContain('recovery-open');
    expect(await run(`select 1 from outbox where topic = 'mail.send' and payload ->> 'fact' = 'recovery.stopped'`)).toHaveLength(1);
  });

  it('is stopped by the link, at any time before it opens, and never opens after', async () => {
    const id = await asked();
    await decide.grant(sophie, id, 'known-in-person');
    await decide.grant(marc, id, null);
    expect(await letters()).toEqual(['recovery-asked', 'recovery-granted']);
    const stop = await token('recovery-stop');
    expect(await ends.look(stop)).toBe(true);
    await ends.stop(stop);
    await expect(ends.stop(stop)).rejects.toThrow('recovery.stop-gone');
    clock.advance(48 * HOUR);
    await open(id);
    expect([await letters(), settled]).toEqual([['recovery-asked', 'recovery-granted'], []]);
  });

  it('makes what was lost work no more', async () => {
    await run(`insert into password (account_id, phc, pepper, changed_at) values ('acc-claire', 'x', null, now())`);
    const id = await asked();
    await decide.grant(sophie, id, 'known-in-person');
    await decide.grant(marc, id, null);
    clock.advance(24 * HOUR);
    await open(id);
    expect(await run(`select held_why from password where account_id = 'acc-claire'`)).toEqual([{ held_why: 'lost' }]);
  });
});

describe('a change of address', () => {
  const address = async () => (await run<{ email: string }>(`select email from account where id = 'acc-claire'`))[0]!.email;
  const changes = () =>
    new PgEmailChanges(db, links, async (id, email) => void (await run('update account set email = $2 where id = $1', [id, email])), clock);
  const due = async () => {
    const [{ id } = { id: '' }] = await run<{ id: string }>('select id from email_change order by asked_at desc limit 1');
    await changes().deliver({ change: id }, { id: 'out-1', about: null, attempts: 1 });
  };

  it('waits for the new address and for the time the former one has to refuse', async () => {
    await changes().ask('acc-claire', 'new@example.fr');
    clock.advance(71 * HOUR);
    await due();
    expect(await address()).toBe('claire@example.fr');
  });

  it('is not taken over by someone who holds the new address alone, before the former one has had its time', async () => {
    await changes().ask('acc-claire', 'thief@example.fr');
    const stop = await token('email-stop');
    await changes().confirmNew(await token('email-change'));
    await due();
    expect(await address()).toBe('claire@example.fr');
    await changes().answerOld(stop, 'stop');
    clock.advance(100 * HOUR);
    await due();
    expect(await address()).toBe('claire@example.fr');
  });

  it('takes effect at the end of the delay, or as soon as both addresses agree', async () => {
    await changes().ask('acc-claire', 'new@example.fr');
    await changes().confirmNew(await token('email-change'));
    await changes().answerOld(await token('email-stop'), 'confirm');
    expect(await address()).toBe('new@example.fr');
    clock.advance(HOUR);
    await changes().ask('acc-claire', 'newer@example.fr');
    await changes().confirmNew(await token('email-change'));
    clock.advance(72 * HOUR);
    await due();
    expect(await address()).toBe('newer@example.fr');
  });

  it('ends the one before: a link of a former change confirms nothing', async () => {
    await changes().ask('acc-claire', 'first@example.fr');
    const first = await token('email-change');
    clock.advance(HOUR);
    await changes().ask('acc-claire', 'second@example.fr');
    await expect(changes().confirmNew(first)).rejects.toThrow('email.link-gone');
  });

  it('is not confirmed by a link made for something else', async () => {
    await changes().ask('acc-claire', 'new@example.fr');
    const stop = await token('email-stop');
    await expect(changes().confirmNew(stop)).rejects.toThrow('email.link-gone');
    await expect(changes().answerOld(await token('email-change'), 'confirm')).rejects.toThrow('email.link-gone');
  });
});

describe('means that were reported', () => {
  it('are held with their receipt, and with what could still come of them', async () => {
    await run(`insert into password (account_id, phc, pepper, changed_at) values ('acc-claire', 'x', null, now())`);
    const reset = await db.transaction((tx) => links.issue(tx, { kind: 'reset', account: 'acc-claire', by: 'acc-claire' }));
    const details = { receipt: 'BL-2026-03-02-7k3q9d2m', kind: 'password', proof: 'link' };
    const fact = { what: 'factor.held', on: 'acc-claire', by: 'acc-claire', at: clock.now(), why: 'stolen', details };
    const holds = new PgMeansHolds(db);
    const held = () => holds.hold({ next: { account: 'acc-claire', kind: 'password', factor: null }, fact });
    expect([await held(), await held()]).toEqual([true, false]);
    expect(await links.pending(reset.id)).toBeUndefined();
    expect(await new PgReceipts(db).of('acc-claire')).toMatchObject([{ number: details.receipt, factor: 'password', kind: 'factor.held' }]);
    expect(await new PgReceipts(db).of('acc-paul')).toEqual([]);
  });

  it('leave a receipt that a pass for another one does not fetch', () => {
    const seals = new ReceiptSeals(PEPPER);
    const pass = seals.pass('BL-2026-03-02-00000000', new Date(clock.now().getTime() + HOUR));
    expect(seals.admits(pass, 'BL-2026-03-02-7k3q9d2m', clock.now())).toBe(false);
  });
});

describe('a renewal', () => {
  const holds = { owe: async () => 'hold-1', settle: async (account: string) => void settled.push(account) };
  const deliver = async () => {
    const handlers = renewalHandlers(db, holds, clock);
    const due = await run<{ id: string; topic: string; payload: Record<string, unknown> }>(
      `select id, topic, payload from outbox where topic like 'renewal.%' and acknowledged_at is null and due_at <= $1 order by created_at, id`,
      [clock.now()],
    );
    for (const { id, topic, payload } of due) {
      await handlers[topic]!(payload, { id, about: null, attempts: 1 });
      await run('update outbox set acknowledged_at = now() where id = $1', [id]);
    }
  };
  const start = () => new StartRenewal(new PgRenewals(db), clock);
  const query = { organisation: 'org-briey', what: 'password', role: null, notSince: null } as const;
  const order = () => ({ query, why: 'security-incident', deadline: new Date(clock.now().getTime() + 14 * 24 * HOUR) });
  const told = async () => (await run<{ what: string }>(`select what from fact where on_id = 'acc-claire' and what like 'renewal.%' order by seq desc limit 1`))[0]?.what; // prettier-ignore

  beforeEach(async () => {
    await run(`insert into password (account_id, phc, pepper, changed_at) values ('acc-claire', 'x', null, '2025-01-01')`);
  });

  it('is asked of those who hold what is to be renewed, and of nobody else', async () => {
    expect(await start().preview(marc, query)).toMatchObject([{ account: 'acc-claire', name: 'MOREAU Claire' }]);
    expect(await start().preview(marc, { ...query, what: 'factor' })).toEqual([]);
    expect(await start().preview(marc, { ...query, notSince: new Date('2024-06-01') })).toEqual([]);
    expect(await start().preview(marc, { ...query, role: 'security-officer' })).toEqual([]);
  });

  it('is not started by someone without the right, nor with a deadline that leaves no time', async () => {
    await expect(start().run(sophie, order())).rejects.toThrow('access.denied');
    await expect(start().run(marc, { ...order(), deadline: new Date(clock.now().getTime() + HOUR) })).rejects.toThrow('renewal.deadline');
    await expect(start().run(marc, { ...order(), query: { ...query, what: 'factor' } })).rejects.toThrow('renewal.nobody');
  });

  it('holds, tells, reminds, and is settled by the renewal itself', async () => {
    const { id } = await start().run(marc, order());
    await deliver();
    expect(await told()).toBe('renewal.required');
    clock.advance(7 * 24 * HOUR);
    await deliver();
    expect(await told()).toBe('renewal.reminded');
    await db.transaction((tx) =>
      appendFact(tx, { what: 'password.changed', on: 'acc-claire', by: 'acc-claire', at: clock.now(), why: 'changed' }),
    );
    await deliver();
    expect(settled).toEqual(['acc-claire']);
    clock.advance(6 * 24 * HOUR);
    const before = await run(`select 1 from fact where what = 'renewal.reminded'`);
    await deliver();
    expect(await run(`select 1 from fact where what = 'renewal.reminded'`)).toHaveLength(before.length);
    expect(await new PgRenewals(db).get(id)).toMatchObject({ asked: 1, renewed: 1, people: [{ account: 'acc-claire', renewedAt: clock.now() }].map(() => expect.objectContaining({ account: 'acc-claire' })) }); // prettier-ignore
  });

  it('is not settled by something else than what was asked', async () => {
    await start().run(marc, order());
    await deliver();
    await db.transaction((tx) =>
      appendFact(tx, { what: 'factor.added', on: 'acc-claire', by: 'acc-claire', at: new Date(clock.now().getTime() + 1), why: 'x' }),
    );
    await deliver();
    expect(settled).toEqual([]);
  });
});
