import type { Page } from 'playwright-core';
import { anotherTab, eventually, picture } from '../support/browser.ts';
import { confirm, openConsole, openSheet, prepare } from './console.ts';
import { enterPortal, goToPsc, knockAtPortal, patientFiles, proveToBe } from './sign-in.ts';
import { ALL_OPEN, ALL_SHUT, HeldTokens } from './tokens.ts';
import { onScene } from './scene.ts';

const BRIEY = 'CPTS du Pays de Briey';
const FOCH = { id: 'dos-1002', structure: 'org-cabinet-foch' };

describe('access that ends by the calendar or by a departure', () => {
  let claire: Page;
  let sophie: Page;
  let tokens: HeldTokens;

  const scene = onScene(async (scene) => {
    [claire, sophie] = await Promise.all([scene.someone(), scene.someone()]);
    await enterPortal(claire, scene.stack, 'Claire MOREAU');
    tokens = await HeldTokens.of(claire, scene.stack);
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
  });

  it('begins an absence at midnight in Paris, and says so beforehand', async () => {
    await openSheet(sophie, 'Claire MOREAU');
    const day = inDays(40);
    const foretold = await prepare(sophie, {
      act: 'Déclarer une absence',
      organisation: BRIEY,
      why: 'Absence déclarée par la personne',
      from: day,
      until: inDays(50),
    });
    expect(foretold).toContain('Prend effet le');
    await confirm(sophie);
    const [absence] = await scene.ledger.query<{ paris: string }>(
      `select to_char(from_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI:SS') as paris from hold where kind = 'absence'`,
    );
    expect(absence!.paris).toBe(`${day} 00:00:00`);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN);
  }, 60_000);

  it('feels an absence at the instant it begins, and its end, with no job to bring either', async () => {
    const { from, until } = await absentFor(3, 6);

    await instant(from, -700);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN);
    await instant(from, 20);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_SHUT);
    await claire.reload();
    await claire.getByRole('heading', { name: 'Session terminée' }).waitFor();

    await instant(until, 20);
    await claire.goto(`${scene.stack.portal}/sign-in`);
    await patientFiles(claire).waitFor();
    const owed = await scene.ledger.query(`select 1 from outbox where about = 'acc-claire-moreau' and topic = 'portal.logout'`);
    expect(owed).toEqual([]);
  }, 60_000);

  it('closes every door at a departure, a sign-in under way included, and tells the portals', async () => {
    tokens = await HeldTokens.of(claire, scene.stack);
    const elsewhere = await scene.someone();
    await knockAtPortal(elsewhere, scene.stack);
    await goToPsc(elsewhere);
    await sophie.reload();
    const foretold = await prepare(sophie, { act: 'Enregistrer un départ', organisation: BRIEY, why: 'Départ à la retraite' });
    expect(foretold).toContain('Portails prévenus\u00a0: «\u00a0Dossiers partagés\u00a0».');
    await picture(sophie, 'console-depart');
    await confirm(sophie);

    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_SHUT);
    await scene.ledger.portalsTold('acc-claire-moreau');
    await claire.reload();
    await claire.getByRole('heading', { name: 'Bienvenue' }).waitFor();

    await proveToBe(elsewhere, 'Claire MOREAU');
    await elsewhere.getByText('Vous ne faites plus partie de « CPTS du Pays de Briey »').waitFor();
    await picture(elsewhere, 'depart');
  }, 60_000);

  it('leaves the person their own pages, which say why', async () => {
    const own = await anotherTab(claire);
    await own.goto(`${scene.stack.issuer}/moi`);
    await own.getByText('Vous avez quitté cette organisation').waitFor();
    await picture(own, 'moi-apres-depart');
  }, 30_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  /** An absence by the calendar alone: no act, no outbox row, nobody told. Seconds from now. */
  async function absentFor(begins: number, ends: number): Promise<{ from: Date; until: Date }> {
    const [row] = await scene.ledger.query<{ from: Date; until: Date }>(
      `insert into hold (id, account_id, kind, organisation_id, from_at, until_at, why, by_id)
       values ('hold-by-calendar', 'acc-claire-moreau', 'absence', 'org-cpts-briey',
         clock_timestamp() + make_interval(secs => $1), clock_timestamp() + make_interval(secs => $2), 'declared-by-person', 'acc-sophie-bernard')
       returning from_at as "from", until_at as until`,
      [begins, ends],
    );
    return row!;
  }
});

/** Waits until so many milliseconds after an instant. */
const instant = (at: Date, after: number) =>
  eventually(
    async () => Date.now() - at.getTime(),
    (since) => since >= after,
    30_000,
  );

const inDays = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(new Date(Date.now() + days * 86_400_000));
