import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { openConsole } from './console.ts';
import { whatIsWrong } from './look.ts';
import { onScene } from './scene.ts';

describe('a review of roles', () => {
  let sophie: Page;
  const wrong: string[] = [];

  const scene = onScene(async (scene) => {
    sophie = await scene.someone();
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
  });

  const item = (name: string) =>
    sophie.getByRole('list', { name: 'Habilitations à revoir' }).getByRole('listitem').filter({ hasText: name });
  /** Claire holds three roles. */
  const care = () => item('Claire MOREAU').filter({ hasText: 'Professionnel de l’équipe de soins' });
  const decide = async (decision: string, why: string, foretold: string | RegExp) => {
    await sophie.getByRole('combobox', { name: 'Décision' }).selectOption({ label: decision });
    await sophie.getByRole('combobox', { name: 'Motif' }).selectOption({ label: why });
    await sophie.getByRole('button', { name: 'Voir ce qui va se passer' }).click();
    await sophie.getByText(foretold).waitFor();
  };

  it('is started, foreseen before', async () => {
    await sophie.getByRole('link', { name: 'Revues' }).click();
    await sophie.getByRole('heading', { name: 'Aucune revue' }).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'revues-vide')));
    await sophie.getByRole('link', { name: 'Nouvelle revue' }).click();
    await sophie.getByText(/^6 habilitations de 4 personnes/).waitFor();
    await sophie.getByLabel('Nom de la revue').fill('Revue de printemps');
    wrong.push(...(await whatIsWrong(sophie, 'revue-nouvelle')));
    await sophie.getByRole('button', { name: 'Ouvrir la revue' }).click();
    await sophie.getByRole('heading', { level: 1, name: 'Revue de printemps' }).waitFor();
    await sophie.getByText('0 sur 6 revues').waitFor();
    expect(await item('Sophie BERNARD').getByRole('checkbox').count()).toBe(0);
    wrong.push(...(await whatIsWrong(sophie, 'revue')));
  }, 120_000);

  it('keeps one role, and takes back others at once, foreseen', async () => {
    await care().getByRole('checkbox').check();
    await decide('Confirmer', 'Fonctions inchangées', '1 habilitation sera confirmée.');
    await sophie.locator('.review-bulk').getByRole('button', { name: 'Confirmer' }).click();
    await sophie.getByText('1 sur 6 revues').waitFor();

    for (const name of ['Martine DUBOIS', 'Marc LEFÈVRE']) await item(name).getByRole('checkbox').check();
    await decide('Retirer', 'N’est plus nécessaire', '2 habilitations seront retirées tout de suite.');
    wrong.push(...(await whatIsWrong(sophie, 'revue-apercu')));
    expect(await scene.ledger.query(`select 1 from role_grant where revoked_at is not null`)).toEqual([]);
    await item('Marc LEFÈVRE').getByRole('checkbox').uncheck();
    await decide('Retirer', 'N’est plus nécessaire', '1 habilitation sera retirée tout de suite.');
    await sophie.locator('.review-bulk').getByRole('button', { name: 'Retirer' }).click();
    await sophie.getByText('2 sur 6 revues').waitFor();
    const revoked = await scene.ledger.query<{ account_id: string }>('select account_id from role_grant where revoked_at is not null');
    expect(revoked.map((each) => each.account_id)).toEqual(['acc-martine-dubois']);
  }, 120_000);

  it('suspends at the deadline what nobody confirmed, and is told on paper', async () => {
    // The deadline is brought nearer, with the ends that it gave.
    await scene.ledger.query(
      `update role_grant g set until_at = clock_timestamp() + interval '1 second' from review r where g.until_at = r.deadline`,
    );
    await scene.ledger.query(
      `update review set started_at = started_at - interval '40 days', deadline = clock_timestamp() + interval '1 second'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await sophie.reload();
    await item('Marc LEFÈVRE').getByText('Suspendue sans réponse').waitFor();
    await item('Sophie BERNARD').getByText('Laissée sans réponse').waitFor();
    await care().getByText('Confirmée').waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'revue-terminee')));

    const file = async (name: string) => {
      const [download] = await Promise.all([sophie.waitForEvent('download'), sophie.getByRole('link', { name }).click()]);
      return readFileSync(await download.path());
    };
    const csv = (await file('Rapport (CSV)')).toString();
    expect(csv.split('\r\n').filter((line) => line.includes('DUBOIS'))).toEqual([expect.stringContaining('"retirée"')]);
    expect((await file('Rapport (PDF)')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(wrong).toEqual([]);
  }, 120_000);
});
