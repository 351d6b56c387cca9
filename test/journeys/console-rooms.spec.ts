import type { Page } from 'playwright-core';
import { anotherTab, picture } from '../support/browser.ts';
import { carryOut, confirm, openConsole, openSheet, prepare } from './console.ts';
import { whatIsWrong } from './look.ts';
import {
  acceptCharter,
  charterPage,
  enterPortal,
  goToPsc,
  knockAtPortal,
  meansPage,
  patientFiles,
  proveToBe,
  PSC,
  signInAs,
} from './sign-in.ts';
import { onScene } from './scene.ts';

describe('an administrator in the rooms of the console', () => {
  let sophie: Page;
  let claire: Page;

  const scene = onScene(async (scene) => {
    [sophie, claire] = await Promise.all([scene.someone(), scene.someone()]);
    await enterPortal(claire, scene.stack, 'Claire MOREAU');
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
  });

  it('sees what was decided about someone, by whom and under which article, and no trace of connections', async () => {
    await openSheet(sophie, 'Claire MOREAU');
    const history = sophie.getByRole('region', { name: 'Historique' });
    await history.getByText('Charte acceptée').waitFor();
    await history.getByText('Objet (Conditions générales').first().waitFor();
    await history.getByText('réservées au responsable de la sécurité').waitFor();
    expect(await history.innerText()).not.toMatch(/Connexion|Fiche consultée/);
  }, 60_000);

  it('cancels a departure that was planned, and nothing more is to come', async () => {
    const foretold = await prepare(sophie, {
      act: 'Enregistrer un départ',
      organisation: 'CPTS du Pays de Briey',
      why: 'Fin de contrat',
      on: inDays(30),
    });
    expect(foretold).toContain('Vous pourrez annuler ce départ');
    await confirm(sophie);
    await sophie
      .getByText(/jusqu’au/)
      .first()
      .waitFor();
    expect(await prepare(sophie, { act: 'Annuler le départ', why: 'La personne reste' })).toContain('garde son accès');
    await confirm(sophie);
    await sophie.getByRole('button', { name: 'Annuler le départ' }).waitFor({ state: 'detached' });
    const [place] = await scene.ledger.query(`select stage, until_at from membership where organisation_id = 'org-cpts-briey'
      and account_id = (select id from account where family_name = 'MOREAU')`);
    expect(place).toEqual({ stage: 'active', until_at: null });
  }, 60_000);

  it('is asked for a role by someone who knows what it allows and who decides, and refuses it with a reason', async () => {
    const own = await anotherTab(claire);
    await own.goto(`${scene.stack.issuer}/moi/roles`);
    await own.getByRole('link', { name: 'Demander un rôle' }).click();
    await own.getByText('Vous le détenez déjà, jusqu’au').waitFor();
    expect(await whatIsWrong(own, 'catalogue')).toEqual([]);
    await own.getByLabel('Rechercher un rôle').fill('SECRETARIAT rendez vous');
    await own.getByRole('button', { name: 'Rechercher' }).click();
    await own.getByText('1 rôle', { exact: true }).waitFor();
    await own.getByRole('link', { name: 'Demander : Secrétaire médical' }).click();
    await own.getByText('Le secrétariat prend les rendez-vous des patients de sa propre structure.').waitFor();
    await own.getByLabel('Organisation').selectOption({ label: 'CPTS du Pays de Briey' });
    await own.getByLabel('Pour combien de temps').selectOption({ label: '3 mois' });
    await own.getByRole('button', { name: 'Envoyer la demande' }).click();
    await own.getByText('Choisissez une réponse').waitFor();
    expect(await whatIsWrong(own, 'catalogue-demande')).toEqual([]);
    await own.getByLabel('Motif').selectOption({ label: 'Remplacement' });
    await own.getByRole('button', { name: 'Envoyer la demande' }).click();
    await own.getByText('Votre demande est enregistrée').waitFor();

    await sophie.getByRole('link', { name: 'Rôles demandés' }).click();
    await sophie.getByText('Motif : Remplacement').waitFor();
    await sophie.getByRole('button', { name: 'Refuser Secrétaire médical à Claire MOREAU' }).click();
    await sophie.getByText('Un autre rôle suffit').click();
    await sophie.getByRole('button', { name: 'Refuser Secrétaire médical à Claire MOREAU' }).click();
    await sophie.getByRole('heading', { name: 'Aucun rôle n’attend de réponse' }).waitFor();
    await own.goto(`${scene.stack.issuer}/moi/roles`);
    await own.getByText(/refusé le .+\s: Un autre rôle suffit/).waitFor();
    expect(await whatIsWrong(own, 'roles')).toEqual([]);
    await own.goto(`${scene.stack.issuer}/moi/roles/catalogue?q=secretaire`);
    await own.getByText('Vous pouvez le demander à nouveau').waitFor();
  }, 90_000);

  it('finds the console shut until they put a role on, acts while it lasts, and no more once it is put off', async () => {
    const delegate = await anotherTab(claire);
    await delegate.goto(`${scene.stack.issuer}/moi`);
    await delegate.goto(`${scene.stack.issuer}/console/`);
    await delegate.getByRole('link', { name: 'Endosser un rôle' }).click();
    await ageProofs();
    await delegate.reload();
    await delegate.getByRole('link', { name: 'Me connecter à nouveau' }).click();
    await signInAs(delegate, 'Claire MOREAU');
    await delegate.getByLabel('Rôle').selectOption({ label: 'Délégué du responsable de la sécurité, CPTS du Pays de Briey' });
    await delegate.getByRole('button', { name: 'Endosser ce rôle' }).click();
    await delegate.getByText('Choisissez une réponse').waitFor();
    expect(await whatIsWrong(delegate, 'endosser')).toEqual([]);
    await delegate.getByLabel('Motif').selectOption({ label: 'Absence du titulaire' });
    await delegate.getByRole('button', { name: 'Endosser ce rôle' }).click();
    await delegate.getByText('Encore 15 minutes').waitFor();
    expect(await whatIsWrong(delegate, 'endosse')).toEqual([]);

    await delegate.getByRole('link', { name: 'Console d’administration' }).click();
    expect(await delegate.getByRole('timer').innerText()).toMatch(/1[45]:\d\d/);
    await openSheet(delegate, 'Martine DUBOIS');
    await carryOut(delegate, { act: 'Suspendre', organisation: 'CPTS du Pays de Briey', why: 'Incident de sécurité' });
    expect(await whatIsWrong(delegate, 'console-endosse')).toEqual([]);
    await prepare(delegate, { act: 'Lever', why: 'Situation régularisée' });
    const elsewhere = await anotherTab(claire);
    await elsewhere.goto(`${scene.stack.issuer}/moi/endosser`);
    await elsewhere.getByRole('button', { name: 'Quitter ce rôle' }).click();
    await elsewhere.getByRole('button', { name: 'Endosser ce rôle' }).waitFor();
    await delegate.getByRole('dialog').locator('button[type=submit]').click();
    await delegate.getByText('Rien n’a été enregistré.').waitFor();
    await picture(delegate, 'console-quitte');
    await delegate.reload();
    await delegate.getByRole('link', { name: 'Endosser un rôle' }).waitFor();
    const puts = await scene.ledger.query(`select what, why from fact where what like 'role.put%' order by at`);
    expect(puts).toEqual([
      { what: 'role.put-on', why: 'absence-of-holder' },
      { what: 'role.put-off', why: 'ended-by-person' },
    ]);
  }, 120_000);

  it('begins a session with nothing put on, and leaves nothing on', async () => {
    const here = await anotherTab(claire);
    await here.goto(`${scene.stack.issuer}/moi/endosser`);
    await putOnDelegate(here);
    const elsewhere = await scene.someone();
    await elsewhere.goto(`${scene.stack.issuer}/moi/endosser`);
    await signInAs(elsewhere, 'Claire MOREAU');
    await elsewhere.getByRole('button', { name: 'Endosser ce rôle' }).waitFor();
    await here.reload();
    await here.getByText('Rôle endossé').waitFor({ state: 'detached' });
    await putOnDelegate(elsewhere);
    await elsewhere.getByRole('button', { name: 'Se déconnecter' }).click();
    await elsewhere.getByRole('button', { name: 'Me déconnecter partout' }).waitFor();
    const ends = await scene.ledger.query(`select why from fact where what = 'role.put-off' order by at`);
    expect(ends.map(({ why }) => why).slice(-2)).toEqual(['session-began', 'session-ended']);
  }, 120_000);

  it('loses the network, then their session, and finds what they had typed; a slow network does nothing twice', async () => {
    const asked: string[] = [];
    sophie.on('request', (each) => each.method() === 'POST' && /absence$/.test(new URL(each.url()).pathname) && !each.url().includes('preview') && asked.push(each.url())); // prettier-ignore
    const submit = sophie.getByRole('dialog').locator('button[type=submit]');
    const reason = sophie.getByRole('dialog').getByLabel('Personne injoignable', { exact: true });
    const absences = () => scene.ledger.query(`select 1 from hold where account_id = 'acc-martine-dubois' and kind = 'absence'`);
    await openSheet(sophie, 'Martine DUBOIS');
    const sheet = sophie.url();
    await prepare(sophie, {
      act: 'Déclarer une absence',
      organisation: 'CPTS du Pays de Briey',
      why: 'Personne injoignable',
      until: inDays(5),
    });
    await sophie.context().setOffline(true);
    await submit.click();
    await sophie.getByText('La connexion s’est interrompue').waitFor();
    expect(await reason.isChecked()).toBe(true);
    expect(await whatIsWrong(sophie, 'console-hors-ligne')).toEqual([]);
    await sophie.context().setOffline(false);

    const session = `select id from web_session where account_id = 'acc-sophie-bernard'`;
    await scene.ledger.query(`delete from web_session where id in (${session})`);
    // Now that the network is back the page may have asked, and seen it, by itself.
    await submit.click({ timeout: 2_000 }).catch(() => undefined);
    await sophie.getByRole('heading', { name: 'Votre session est terminée' }).waitFor();
    expect(await whatIsWrong(sophie, 'console-session-terminee')).toEqual([]);
    await scene.ledger.query(`insert into hold (id, account_id, kind, from_at, why, by_id)
      values ('hold-1759', 'acc-sophie-bernard', 'suspension', now(), 'security-incident', 'acc-marc-lefevre')`);
    await sophie.getByRole('link', { name: 'Se reconnecter' }).click();
    await sophie.getByRole('button', { name: PSC }).click();
    await sophie.getByRole('button', { name: 'Oui, continuer' }).click();
    await sophie.getByText('Votre accès est suspendu.').waitFor();
    await picture(sophie, 'console-suspendue');
    await scene.ledger.query(`delete from hold where id = 'hold-1759'`);
    await sophie.goto(sheet);
    await sophie.getByRole('link', { name: 'Se connecter' }).click();
    await sophie.getByRole('heading', { level: 1, name: 'Martine DUBOIS' }).or(meansPage(sophie)).waitFor();
    if (await meansPage(sophie).isVisible()) {
      await sophie.getByRole('button', { name: PSC }).click();
      await sophie.getByRole('button', { name: 'Oui, continuer' }).click();
    }
    await sophie.getByRole('heading', { level: 1, name: 'Martine DUBOIS' }).waitFor();
    expect(await reason.isChecked()).toBe(true);
    expect(await absences()).toEqual([]);

    const slow = await sophie.context().newCDPSession(sophie);
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    });
    asked.length = 0;
    await submit.dblclick();
    await picture(sophie, 'console-lente');
    await sophie.getByRole('dialog').waitFor({ state: 'detached' });
    expect(asked).toHaveLength(1);
    expect(await absences()).toHaveLength(1);
    await slow.detach();
  }, 90_000);

  it('tells apart who came from who is known, and lets them in', async () => {
    await fetch(`${scene.stack.psc}/simulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fault: 'sub-changed', persona: 'claire-moreau' }),
    });
    const newcomer = await scene.someone();
    await knockAtPortal(newcomer, scene.stack);
    await signInAs(newcomer, 'Claire MOREAU');
    await newcomer.getByText('doit être vérifiée par un administrateur').waitFor();

    await sophie.getByRole('link', { name: /^À vérifier/ }).click();
    await sophie.getByRole('heading', { level: 1, name: 'Identités à vérifier' }).waitFor();
    expect(await whatIsWrong(sophie, 'console-verifier')).toEqual([]);
    await sophie.getByRole('link', { name: 'Comparer Claire MOREAU aux comptes connus' }).click();
    await sophie.getByRole('heading', { level: 1, name: 'Qui est Claire MOREAU ?' }).waitFor();
    expect(await whatIsWrong(sophie, 'console-comparaison')).toEqual([]);
    await sophie.getByText('C’est la même personne').click();
    await sophie.getByText('Même personne, vérifiée').click();
    await sophie.getByRole('button', { name: 'Reconnaître la même personne' }).click();
    await sophie.getByRole('heading', { name: 'Aucune identité à vérifier' }).waitFor();

    await knockAtPortal(newcomer, scene.stack);
    await newcomer.getByRole('button', { name: PSC }).click();
    await newcomer.getByRole('button', { name: 'Oui, continuer' }).click();
    await patientFiles(newcomer).waitFor();
  }, 90_000);

  it('reads the rules role by role, and finds her way in their graph with the keyboard', async () => {
    await sophie.getByRole('link', { name: 'Règles', exact: true }).click();
    await sophie.getByRole('heading', { level: 1, name: 'Règles en vigueur' }).waitFor();
    await sophie.getByLabel('Rechercher un rôle, une action, une règle').fill('prendre rendez-vous');
    await sophie.getByText('1 rôle', { exact: true }).waitFor();
    const secretary = sophie.getByRole('region', { name: 'Secrétaire médical' });
    await secretary.getByText('Peut prendre rendez-vous : Dossier d’un patient').waitFor();
    await secretary.getByText('la structure qui tient le dossier est l’une des organisations de la personne').waitFor();
    expect(await whatIsWrong(sophie, 'console-regles')).toEqual([]);
    await sophie.getByRole('link', { name: 'Graphe et tableau' }).click();
    const first = sophie.getByRole('img', { name: /^Rôle / }).first();
    await first.focus();
    await sophie.keyboard.press('ArrowRight');
    expect(await sophie.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Règle\s: .+ pour .+ sur /);
    expect(await sophie.locator('.edge.on').count()).toBeGreaterThan(0);
    expect(await whatIsWrong(sophie, 'console-regles-graphe')).toEqual([]);
    await sophie.getByRole('button', { name: 'Tableau' }).click();
    await sophie.getByRole('button', { name: 'Ressource', exact: true }).click();
    await sophie.getByRole('columnheader', { name: 'Ressource' }).and(sophie.locator('[aria-sort="ascending"]')).waitFor();
    expect(await whatIsWrong(sophie, 'console-regles-tableau')).toEqual([]);
  }, 120_000);

  it('drafts a change, is told its line and whom it touches, and another person puts it in force', async () => {
    await sophie.getByRole('link', { name: 'Versions' }).click();
    await sophie.getByRole('link', { name: 'Nouveau brouillon' }).click();
    await sophie.getByLabel('Fichier', { exact: true }).selectOption('dossiers');
    const text = sophie.getByRole('textbox', { name: /^Contenu du fichier/ });
    const written = await text.inputValue();
    await text.fill(written.replace('careTeam: { contains:', 'careTeam: { contain:'));
    await sophie.getByText('À corriger', { exact: true }).waitFor();
    await sophie
      .getByRole('button', { name: /^dossiers, ligne \d+$/ })
      .first()
      .click();
    expect(await whatIsWrong(sophie, 'console-brouillon')).toEqual([]);
    await text.fill(written.replace('roles: [coordinator]\n    may: [read]', 'roles: [coordinator]\n    may: [read, schedule]'));
    await sophie.getByText('Peut être mise en vigueur').waitFor();
    await sophie.getByLabel('nouvel usage').click();
    await sophie.getByRole('button', { name: 'Garder comme brouillon' }).click();
    await sophie.getByText('Vous avez rédigé ce brouillon').waitFor();
    const draft = sophie.url();

    const marc = await scene.someone({ timezoneId: 'Indian/Reunion' });
    await openConsole(marc, scene.stack, 'Marc LEFÈVRE');
    await marc.goto(`${scene.stack.issuer}/console/members/acc-claire-moreau/why`);
    await marc.getByLabel('Identifiant dans le portail').fill('dos-1001');
    await marc.getByLabel('À l’instant').fill('2026-03-03T09:30:00');
    await marc.getByRole('button', { name: 'Poser la question' }).click();
    await marc.getByText('Le 3 mars 2026 à 09:30').waitFor();
    expect(await whatIsWrong(marc, 'console-pourquoi')).toEqual([]);
    await marc.goto(draft);
    await marc.getByRole('button', { name: 'Essayer sur les comptes réels' }).click();
    await marc.getByText('Coordinateur de parcours pourra prendre rendez-vous : Dossier d’un patient').waitFor();
    expect(await whatIsWrong(marc, 'console-version')).toEqual([]);
    await marc.getByLabel('J’ai relu ce qui change').check();
    await marc.getByRole('button', { name: 'Mettre en vigueur, partout' }).click();
    await marc.getByText('La version est en vigueur').waitFor();
    await marc.getByRole('link', { name: /^Version 1 :/ }).click();
    await marc.getByLabel('J’ai relu ce que ce retour change').check();
    await marc.getByRole('button', { name: 'Revenir à cette version' }).click();
    await marc.getByText('La version est rétablie').waitFor();
    expect(await whatIsWrong(marc, 'console-versions')).toEqual([]);
  }, 120_000);

  it('confirms who they are when the proof is old, and finds a form as it was left', async () => {
    await sophie.getByRole('link', { name: 'Invitations' }).click();
    await sophie.getByRole('button', { name: 'Inviter une personne' }).click();
    await sophie.getByLabel('Prénom').fill('Renée');
    await sophie.getByLabel('Nom', { exact: true }).fill('Ancel');
    await sophie.getByLabel('Adresse de courriel').fill('renee.ancel@exemple.fr');
    await sophie.getByLabel('Organisation').selectOption({ label: 'CPTS du Pays de Briey' });
    await ageProofs();
    const send = sophie.getByRole('button', { name: 'Envoyer l’invitation' });
    const [answer] = await Promise.all([sophie.waitForResponse((each) => each.url().endsWith('/invitations') && !each.ok()), send.click()]);
    expect([answer.status(), await answer.headerValue('www-authenticate')]).toEqual([
      401,
      'Bearer error="insufficient_user_authentication", max_age="300"',
    ]);
    await sophie.getByRole('button', { name: 'Confirmer que c’est moi' }).click();
    await signInAs(sophie, 'Sophie BERNARD');
    await sophie.getByRole('heading', { level: 1, name: 'Invitations' }).waitFor();
    expect(await sophie.getByLabel('Prénom').inputValue()).toBe('Renée');
    await send.click();
    await sophie.getByText('Invitation envoyée à Renée Ancel').waitFor();
  }, 90_000);

  it('invites people from a file, line by line, and takes the whole import back', async () => {
    await sophie.getByRole('link', { name: 'Invitations' }).click();
    await sophie.getByRole('button', { name: 'Inviter depuis un fichier' }).click();
    await sophie.getByLabel('Organisation').selectOption({ label: 'CPTS du Pays de Briey' });
    const lines = ['Prénom;Nom;Courriel', 'Zoé;Müller;zoe@exemple.fr', ';Sans;sans@exemple.fr', 'Zoé;Müller;ZOE@exemple.fr'];
    // As a spreadsheet of here saves it: semicolons, and an alphabet that is not UTF-8.
    const buffer = Buffer.from(lines.join('\r\n'), 'latin1');
    await sophie.getByLabel('Fichier').setInputFiles({ name: 'equipe.csv', mimeType: 'text/csv', buffer });
    await sophie.getByRole('button', { name: 'Vérifier le fichier' }).click();
    await sophie.getByText('Prénom absent').waitFor();
    await sophie.getByText('Déjà plus haut dans le fichier').waitFor();
    expect(await whatIsWrong(sophie, 'console-import')).toEqual([]);
    expect(await scene.ledger.query(`select 1 from account where email = 'zoe@exemple.fr'`)).toEqual([]);
    await sophie.getByRole('button', { name: 'Inviter 1 personne' }).click();
    await sophie.getByRole('row', { name: /Zoé Müller.*Envoyée/ }).waitFor();
    await sophie.reload();
    await sophie.getByText(/^Import du .*, par Sophie BERNARD$/).waitFor();
    expect(await whatIsWrong(sophie, 'console-imports')).toEqual([]);
    await sophie.getByRole('button', { name: /^Reprendre l’import du/ }).click();
    await sophie.getByRole('row', { name: /Zoé Müller.*Reprise/ }).waitFor();
    const [zoe] = await scene.ledger.query(`select stage from account where email = 'zoe@exemple.fr'`);
    expect(zoe).toEqual({ stage: 'closed' });
  }, 90_000);

  it('publishes a charter having read what changes, and owes it at once', async () => {
    await sophie.getByRole('link', { name: 'Chartes' }).click();
    await sophie.getByText('En vigueur', { exact: true }).waitFor();
    expect(await whatIsWrong(sophie, 'console-chartes')).toEqual([]);
    await sophie.getByRole('link', { name: 'Nouvelle version : CPTS du Pays de Briey' }).click();
    const text = sophie.getByLabel('Texte', { exact: true });
    await text.fill(`${await text.inputValue()}\n\nUne phrase de plus.`);
    await sophie.getByText('La version 2 sera demandée à').waitFor();
    expect(await sophie.locator('.change ins').allInnerTexts()).toContain('Une phrase de plus.');
    expect(await whatIsWrong(sophie, 'console-charte-nouvelle')).toEqual([]);
    await sophie.getByRole('button', { name: 'Publier la version 2' }).click();
    await sophie.getByText('Relisez ce qui change').waitFor();
    await sophie.getByLabel('J’ai relu ce qui change').check();
    await sophie.getByRole('button', { name: 'Publier la version 2' }).click();
    await sophie.getByText('La version 2 de la charte est publiée.').waitFor();

    await sophie.reload();
    await sophie.getByRole('heading', { name: 'Une charte attend votre réponse' }).waitFor();
    await picture(sophie, 'console-charte-due');
    await sophie.getByRole('link', { name: 'Lire la charte et répondre' }).click();
    await charterPage(sophie).waitFor();
    await acceptCharter(sophie);
    await sophie.getByRole('navigation', { name: 'Principal' }).waitFor();
  }, 90_000);

  it('leaves the console, and Pro Santé Connect with it', async () => {
    await sophie.getByRole('button', { name: 'Se déconnecter' }).click();
    await sophie.getByRole('button', { name: 'Quitter seulement la console' }).waitFor();
    await picture(sophie, 'console-deconnexion');
    await sophie.getByRole('button', { name: 'Me déconnecter partout' }).click();
    await sophie.waitForURL(`${scene.stack.issuer}/`);
    await sophie.goto(`${scene.stack.issuer}/console/`);
    await sophie.getByRole('link', { name: 'Se connecter' }).click();
    await meansPage(sophie).waitFor();
    await goToPsc(sophie); // it no longer knows who is there
    await proveToBe(sophie, 'Sophie BERNARD');
    await sophie.getByRole('navigation', { name: 'Principal' }).waitFor();
  }, 60_000);

  it('never left this machine, nor met a content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  async function putOnDelegate(page: Page): Promise<void> {
    await page.getByLabel('Rôle').selectOption({ label: 'Délégué du responsable de la sécurité, CPTS du Pays de Briey' });
    await page.getByLabel('Motif').selectOption({ label: 'Absence du titulaire' });
    await page.getByRole('button', { name: 'Endosser ce rôle' }).click();
    await page.getByText('Encore 15 minutes').waitFor();
  }

  /** Everyone proved who they are six minutes earlier than they did. */
  async function ageProofs(): Promise<void> {
    await scene.ledger.query(`update web_session set auth_time = auth_time - interval '6 minutes'`);
    await scene.ledger.query(
      `update oidc_record set payload = jsonb_set(payload::jsonb, '{loginTs}', to_jsonb((payload ->> 'loginTs')::bigint - 360)) where model = 'Session'`,
    );
  }
});

function inDays(days: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date(Date.now() + days * 86_400_000));
}
