import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually } from '../support/browser.ts';
import { Mailbox } from '../support/mailbox.ts';
import { openConsole } from './console.ts';
import { whatIsWrong } from './look.ts';
import { onScene } from './scene.ts';

const REMINDER = /^Rappel/;
const PEOPLE = Array.from({ length: 50 }, (_, at) => `acc-person-${String(at).padStart(2, '0')}`);

describe('a renewal asked of fifty people', () => {
  let mailbox: Mailbox;
  let marc: Page;

  const scene = onScene(async (scene) => {
    [mailbox, marc] = await Promise.all([Mailbox.open(scene.stack), scene.someone({ acceptDownloads: true })]);
    await scene.ledger.query(
      `insert into account (id, stage, given_name, family_name, email, created_at)
       select id, 'open', 'Personne', upper(id), id || '@messagerie.example', now() from unnest($1::text[]) as id`,
      [PEOPLE],
    );
    await scene.ledger.query(
      `insert into membership (account_id, organisation_id, stage, from_at) select id, 'org-cpts-briey', 'active', '2026-01-01' from unnest($1::text[]) as id`,
      [PEOPLE],
    );
    await scene.ledger.query(
      `insert into password (account_id, phc, pepper, changed_at) select id, '$argon2id$none', null, '2026-01-01' from unnest($1::text[]) as id`,
      [PEOPLE],
    );
    await openConsole(marc, scene.stack, 'Marc LEFÈVRE');
  });
  afterAll(() => mailbox?.close());

  it('is seen before it is asked, then held and told to each', async () => {
    await marc.getByRole('link', { name: 'Renouvellements' }).click();
    await marc.getByText('Aucun renouvellement').waitFor();
    expect(await whatIsWrong(marc, 'renouvellements-vide')).toEqual([]);
    await marc.getByRole('combobox', { name: /^Organisation/ }).selectOption('org-cpts-briey');
    await marc.getByLabel('Que faut-il renouveler ?').selectOption('password');
    await marc.getByRole('combobox', { name: /^Rôle/ }).selectOption({ label: 'Administrateur du site' });
    await marc.getByRole('button', { name: 'Voir qui est concerné' }).click();
    await marc.getByText('0 personne concernée').waitFor();
    await marc.getByRole('combobox', { name: /^Rôle/ }).selectOption({ label: 'Tous les rôles' });
    await marc.getByRole('combobox', { name: /^Motif/ }).selectOption({ label: 'Incident de sécurité' });
    await marc.getByLabel('À faire avant le').fill(inDays(8));
    await marc.getByRole('button', { name: 'Voir qui est concerné' }).click();
    await marc.getByText('50 personnes concernées').waitFor();
    await marc.getByRole('button', { name: 'Demander à 50 personnes' }).click();
    await marc.getByText('0 sur 50 a renouvelé.').waitFor();
    await eventually(held, (count) => count === 50, 30_000);
    expect((await mailbox.next(`${PEOPLE[0]}@messagerie.example`, /Renouvelez/)).text).toContain('À faire avant le');
    expect(await shut()).toBe(0);
  }, 120_000);

  it('follows who has renewed', async () => {
    await renew(PEOPLE.slice(0, 30));
    await eventually(held, (count) => count === 20, 20_000);
    await marc.getByRole('link', { name: /Mot de passe, demandé le/ }).click();
    await marc.getByText('30 sur 50 ont renouvelé.').waitFor();
    expect(await whatIsWrong(marc, 'renouvellement')).toEqual([]);
  }, 90_000);

  it('reminds those who have not, on the day, and nobody else', async () => {
    await scene.ledger.query(
      `update outbox set due_at = now() where id in (
         select distinct on (payload ->> 'account') id from outbox where topic = 'renewal.remind' and acknowledged_at is null
         order by payload ->> 'account', due_at)`,
    );
    for (const person of [PEOPLE[30], PEOPLE[49]]) await mailbox.next(`${person}@messagerie.example`, REMINDER);
    await eventually(
      () => count(`select count(*)::int as count from fact where what = 'renewal.reminded'`),
      (told) => told === 20,
      20_000,
    );
    for (const person of [PEOPLE[0], PEOPLE[29]])
      expect((await mailbox.of(`${person}@messagerie.example`)).filter(({ subject }) => REMINDER.test(subject))).toEqual([]);
  }, 60_000);

  it('shuts the portals to those who have not, at the deadline, and opens them the moment they do', async () => {
    await scene.ledger.query(`update hold set from_at = now() - interval '1 second' where kind = 'renewal'`);
    await scene.ledger.query(`update renewal set started_at = now() - interval '1 day', deadline = now() - interval '1 second'`);
    expect(await shut()).toBe(20);
    await renew(PEOPLE.slice(30, 31));
    await eventually(shut, (count) => count === 19);
  }, 60_000);

  it('ends in a report of everyone', async () => {
    await marc.reload();
    await marc.getByText('31 sur 50 ont renouvelé. 19 accès fermés').waitFor();
    const [download] = await Promise.all([marc.waitForEvent('download'), marc.getByRole('button', { name: /rapport \(CSV\)/ }).click()]);
    const lines = readFileSync((await download.path())!, 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(51);
    expect(lines.filter((each) => each.includes('Accès fermé'))).toHaveLength(19);
  }, 60_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  /** As the service writes it when someone chooses a new password. */
  async function renew(people: readonly string[]): Promise<void> {
    await scene.ledger.query(
      `insert into fact (at, what, on_id, by_id, why) select now(), 'password.changed', id, id, 'changed' from unnest($1::text[]) as id`,
      [people],
    );
  }

  const count = async (text: string) => (await scene.ledger.query<{ count: number }>(text))[0]!.count;
  const held = () => count(`select count(*)::int as count from hold where kind = 'renewal' and lifted_at is null`);
  const shut = () => count(`select count(*)::int as count from hold where kind = 'renewal' and lifted_at is null and from_at <= now()`);
});

function inDays(days: number): string {
  const date = new Date();
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
