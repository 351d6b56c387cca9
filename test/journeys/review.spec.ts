import { readFileSync } from 'node:fs';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { openConsole } from './console.ts';
import { whatIsWrong } from './look.ts';
import { onScene } from './scene.ts';
import { enterPortal } from './sign-in.ts';
import { HeldTokens, portalClient } from './tokens.ts';

/** The members of a structure hold a role in the community. */
const SHARED = `insert into structure_grant (id, structure_id, role, organisation_id, from_at, reason, granted_by, proposed_at, approved_by, approved_at)
  values ('sgr-journey', 'org-msp-moineville', 'dossiers:medical-secretary', 'org-cpts-briey', now() - interval '1 year', 'new-duties',
    'acc-sophie-bernard', now() - interval '1 year', 'acc-marc-lefevre', now() - interval '1 year')`;

describe('a review of roles', () => {
  let sophie: Page;
  let claire: Page;
  const wrong: string[] = [];

  const scene = onScene(async (scene) => {
    await scene.ledger.query(SHARED);
    sophie = await scene.someone();
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
  });

  const itemOf = (page: Page, name: string) =>
    page
      .getByRole('list', { name: 'Habilitations à revoir' })
      .getByRole('listitem')
      .filter({ has: page.locator('.line-title', { hasText: name }) });
  const item = (name: string) => itemOf(sophie, name);
  /** Claire holds three roles; her name is on other lines, which she is to review. */
  const care = () => item('Claire MOREAU').filter({ hasText: 'Professionnel de l’équipe de soins' });
  const nameSomeone = async (where: string, reviewer: string, substitute: string | null) => {
    const form = sophie.getByRole('group', { name: 'Personnes désignées' });
    await form.getByLabel('Où').selectOption({ label: where });
    await form.getByLabel('Personne désignée').selectOption({ label: reviewer });
    if (substitute) await form.getByLabel('Suppléant').selectOption({ label: substitute });
    await form.getByRole('button', { name: 'Désigner' }).click();
  };
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
    await sophie.getByText(/^7 habilitations de 4 personnes.* 1 est tenue par les membres d’une structure/).waitFor();
    await sophie.getByLabel('Nom de la revue').fill('Revue de printemps');
    await sophie.getByText('Désigner une personne').click();
    await nameSomeone('Maison de santé de Moineville', 'Claire MOREAU', null);
    await nameSomeone('Partout ailleurs', 'Marc LEFÈVRE', null);
    await sophie.getByText('Une personne désignée reverrait ses propres habilitations').waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'revue-refusee')));
    await nameSomeone('Partout ailleurs', 'Marc LEFÈVRE', 'Claire MOREAU');
    await sophie.getByText(/^Marc LEFÈVRE\s: 5 habilitations/).waitFor();
    await sophie.getByText(/^Claire MOREAU\s: 2 habilitations \(dont 1/).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'revue-nouvelle')));
    await sophie.getByRole('button', { name: 'Ouvrir la revue' }).click();
    await sophie.getByRole('heading', { level: 1, name: 'Revue de printemps' }).waitFor();
    await sophie.getByText('0 revue sur 7').waitFor();
    expect(await item('Sophie BERNARD').getByRole('checkbox').count()).toBe(0);
    wrong.push(...(await whatIsWrong(sophie, 'revue')));
  }, 120_000);

  it('keeps one role, and takes back others at once, foreseen', async () => {
    await care().getByRole('checkbox').check();
    await decide('Confirmer', 'Fonctions inchangées', '1 habilitation sera confirmée.');
    await sophie.locator('.review-bulk').getByRole('button', { name: 'Confirmer' }).click();
    await sophie.getByText('1 revue sur 7').waitFor();

    for (const name of ['Martine DUBOIS', 'Marc LEFÈVRE']) await item(name).getByRole('checkbox').check();
    await decide('Retirer', 'N’est plus nécessaire', '2 habilitations seront retirées tout de suite.');
    wrong.push(...(await whatIsWrong(sophie, 'revue-apercu')));
    expect(await scene.ledger.query(`select 1 from role_grant where revoked_at is not null`)).toEqual([]);
    await item('Marc LEFÈVRE').getByRole('checkbox').uncheck();
    await decide('Retirer', 'N’est plus nécessaire', '1 habilitation sera retirée tout de suite.');
    await sophie.locator('.review-bulk').getByRole('button', { name: 'Retirer' }).click();
    await sophie.getByText('2 revues sur 7').waitFor();
    const revoked = await scene.ledger.query<{ account_id: string }>('select account_id from role_grant where revoked_at is not null');
    expect(revoked.map((each) => each.account_id)).toEqual(['acc-martine-dubois']);
  }, 120_000);

  it('shows what the members of a structure hold as one line, and acts on all of it', async () => {
    const shared = item('Membres de Maison de santé de Moineville');
    await shared.getByText('atteint 1 personne').waitFor();
    await shared.getByRole('checkbox').check();
    await decide('Retirer', 'Jamais utilisée', '1 habilitation sera retirée tout de suite.');
    await sophie.locator('.review-bulk').getByRole('button', { name: 'Retirer' }).click();
    await sophie.getByText('3 revues sur 7').waitFor();
    const [grant] = await scene.ledger.query<{ revoked_by: string }>('select revoked_by from structure_grant');
    expect(grant!.revoked_by).toBe('acc-sophie-bernard');
  }, 60_000);

  it('is done by whoever was named too, who is no administrator and sees no more', async () => {
    claire = await scene.someone();
    await openConsole(claire, scene.stack, 'Claire MOREAU');
    await claire.getByRole('link', { name: 'Revue de printemps' }).click();
    await itemOf(claire, 'Marc LEFÈVRE').getByText('À revoir par Claire MOREAU').waitFor();
    expect(await claire.getByRole('list', { name: 'Habilitations à revoir' }).getByRole('listitem').count()).toBe(4);
    await itemOf(claire, 'Marc LEFÈVRE').getByRole('checkbox').check();
    await claire.getByRole('combobox', { name: 'Motif' }).selectOption({ label: 'Vérifié auprès de la structure' });
    await claire.getByRole('button', { name: 'Voir ce qui va se passer' }).click();
    await claire.locator('.review-bulk').getByRole('button', { name: 'Confirmer' }).click();
    await claire.getByText('3 revues sur 4').waitFor();
    wrong.push(...(await whatIsWrong(claire, 'revue-designee')));
  }, 120_000);

  it('makes an action of what was found, which its owner closes', async () => {
    await sophie.reload();
    await sophie.getByLabel('Constats sans action (2)').click();
    await item('Martine DUBOIS')
      .getByRole('button', { name: /^Prévoir une action/ })
      .click();
    const form = sophie.getByRole('form', { name: 'Prévoir une action' });
    await form.getByLabel('Ce qu’il faut faire').fill('Demander à la structure qui reprend le secrétariat');
    await form.getByLabel('Responsable de l’action').selectOption({ label: 'Claire MOREAU' });
    wrong.push(...(await whatIsWrong(sophie, 'revue-action')));
    await form.getByRole('button', { name: 'Prévoir' }).click();
    await sophie.getByLabel('Constats sans action (1)').waitFor();

    await sophie.getByRole('link', { name: /^Plan d’action/ }).click();
    await sophie.getByRole('button', { name: 'Prévoir une action sur l’ensemble' }).click();
    await form.getByLabel('Constat').selectOption({ label: 'Départs signalés tard' });
    await form.getByLabel('Ce qu’il faut faire').fill('Rappeler aux structures de signaler les départs');
    await form.getByLabel('Responsable de l’action').selectOption({ label: 'Marc LEFÈVRE' });
    await form.getByRole('button', { name: 'Prévoir' }).click();
    await sophie.getByText('Départs signalés tard').waitFor();
    await scene.ledger.query(
      `update review_action set planned_at = now() - interval '9 days', due_at = now() - interval '1 day' where owner_id = 'acc-marc-lefevre'`,
    );
    await sophie.reload();
    await sophie
      .getByRole('heading', { name: /^Rappeler aux structures/ })
      .getByText('En retard')
      .waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'revue-plan')));

    await claire.getByRole('link', { name: /^Plan d’action/ }).click();
    await claire.getByRole('button', { name: /^Clore l’action : Demander/ }).click();
    await claire.getByLabel('Ce qui a été fait').fill('La structure a désigné une remplaçante');
    wrong.push(...(await whatIsWrong(claire, 'revue-cloture')));
    await claire.getByRole('button', { name: 'Clore', exact: true }).click();
    await claire.getByText('Fait : La structure a désigné une remplaçante').waitFor();
    const late = await scene.ledger.query<{ what: string }>(`select what from fact where what like 'review-action.%' order by seq`);
    expect(late.map(({ what }) => what)).toEqual(expect.arrayContaining(['review-action.planned', 'review-action.done']));
  }, 180_000);

  it('suspends at the deadline what nobody confirmed, and is told on paper', async () => {
    // The deadline is brought nearer, with the ends that it gave.
    await scene.ledger.query(
      `update role_grant g set until_at = clock_timestamp() + interval '1 second' from review r where g.until_at = r.deadline`,
    );
    await scene.ledger.query(
      `update review set started_at = started_at - interval '40 days', deadline = clock_timestamp() + interval '1 second'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await sophie.getByRole('navigation', { name: 'Parties de la revue' }).getByRole('link', { name: 'Habilitations' }).click();
    await sophie.reload();
    await item('Claire MOREAU').getByText('Suspendue sans réponse').first().waitFor();
    await item('Sophie BERNARD').getByText('Laissée sans réponse').waitFor();
    await care().getByText('Confirmée').waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'revue-terminee')));

    const file = async (name: string) => {
      const [download] = await Promise.all([sophie.waitForEvent('download'), sophie.getByRole('link', { name }).click()]);
      return readFileSync(await download.path());
    };
    const csv = (await file('Rapport (CSV)')).toString();
    expect(csv.split('\r\n').filter((line) => line.includes('DUBOIS'))).toEqual([
      expect.stringMatching(/"retirée".*"Claire MOREAU";.*"faite";"La structure a désigné une remplaçante"/),
    ]);
    expect(csv).toContain('"Départs signalés tard"'.toLowerCase());
    expect((await file('Rapport (PDF)')).subarray(0, 5).toString()).toBe('%PDF-');
  }, 120_000);

  it('of an emergency says who opened what, how surely known, that it is late, and is closed', async () => {
    const doctor = await scene.someone();
    await enterPortal(doctor, scene.stack, 'Claire MOREAU');
    const { sub } = await HeldTokens.of(doctor, scene.stack);
    const { access_token: token } = await oidc.clientCredentialsGrant(await portalClient(scene.stack), { scope: 'access:evaluate' });
    const opened = await fetch(`${scene.stack.issuer}/access/v1/break-glass`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        ...{ subject: { type: 'person', id: sub }, resource: { type: 'PatientFile', id: 'file-of-a-stranger' } },
        ...{ motive: 'vital-emergency', context: { acr: 'eidas1' } },
      }),
    });
    expect(opened.status).toBe(200);
    await doctor.goto(`${scene.stack.issuer}/moi/activite`);
    await doctor.getByText('Dossier ouvert en urgence').waitFor();

    const marc = await scene.someone();
    await openConsole(marc, scene.stack, 'Marc LEFÈVRE');
    await marc.getByRole('link', { name: 'Urgences' }).click();
    await marc.getByText(/identité prouvée au niveau 1 sur 3/).waitFor();
    await marc.getByRole('list', { name: 'Par portail' }).getByText('1 accès, 0 revue en retard').waitFor();
    await scene.ledger.query(
      `update break_glass set opened_at = opened_at - interval '9 days', until_at = until_at - interval '9 days', review_by = now()`,
    );
    await marc.reload();
    await marc.getByText('Revue en retard', { exact: true }).waitFor();
    wrong.push(...(await whatIsWrong(marc, 'urgences')));
    await marc.getByRole('button', { name: 'Abus' }).click();
    await marc.getByText(/Abus, selon Marc LEFÈVRE/).waitFor();
    await marc.getByText(/1 abus constaté/).waitFor();
    const mails = await scene.ledger.query<{ mail: string }>(
      `select distinct payload ->> 'mail' as mail from outbox where topic = 'mail.send' and payload ->> 'fact' = 'break-glass.opened' order by 1`,
    );
    expect(mails.map(({ mail }) => mail)).toEqual(expect.arrayContaining(['emergency-opened', 'emergency-receipt']));
    expect(wrong).toEqual([]);
    expect(scene.chromium.complaints).toEqual([]);
  }, 120_000);
});
