import type { Page } from 'playwright-core';
import { anotherTab, picture } from '../support/browser.ts';
import { carryOut, confirm, openConsole, openRequests, openSheet, prepare } from './console.ts';
import { acceptCharter, charterPage, fileAt, knockAtPortal, patientFiles, proveToBe, signInAs } from './sign-in.ts';
import { ALL_OPEN, ALL_SHUT, beginSignIn, HeldTokens, portalClient, sentBack } from './tokens.ts';
import { onScene } from './scene.ts';

const MOINEVILLE = { id: 'dos-1001', structure: 'org-msp-moineville' };

describe('someone new comes, is let in, and is suspended', () => {
  let nadia: Page;
  let sophie: Page;
  let tokens: HeldTokens;

  const scene = onScene(async (scene) => {
    [nadia, sophie] = await Promise.all([scene.someone(), scene.someone()]);
  });

  it('tells someone unknown that their request waits, and lets them no further', async () => {
    await knockAtPortal(nadia, scene.stack);
    await picture(nadia, 'connexion', false);
    await signInAs(nadia, 'Nadia HADDAD');
    await nadia.getByText('attend la décision').waitFor();
    await picture(nadia, 'attente');
    await nadia.getByRole('button', { name: /^Revenir à Dossiers partagés/ }).click();
    await nadia.getByRole('heading', { name: 'Accès non ouvert' }).waitFor();
  }, 60_000);

  it('lets the administrator of the site find the request, approve it, and grant a role', async () => {
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
    await openRequests(sophie);
    await sophie.getByText('Infirmier').waitFor();
    await picture(sophie, 'console-demandes');
    const foretold = await prepare(sophie, { act: 'Approuver', why: 'Identité vérifiée' });
    expect(foretold).toContain('Nadia HADDAD pourra se connecter aux portails');
    await confirm(sophie);
    await sophie.getByText('La demande de Nadia HADDAD est approuvée.').waitFor();
    await openSheet(sophie, 'Nadia HADDAD');
    await carryOut(sophie, {
      act: 'Accorder un rôle',
      role: 'Professionnel de l’équipe de soins',
      why: 'Nouvelles fonctions',
    });
    await sophie.getByText('Nouvelles fonctions, par Sophie BERNARD').waitFor();
  }, 60_000);

  it('asks the newcomer for the charter, then shows what they may see and says why not the rest', async () => {
    await nadia.goto(`${scene.stack.portal}/sign-in`);
    await charterPage(nadia).waitFor();
    await acceptCharter(nadia);
    await patientFiles(nadia).waitFor();
    await picture(nadia, 'portail', false);
    for (const open of ['dos-1001', 'dos-1004', 'dos-1005']) expect(await fileAt(nadia, open)).toMatchObject({ allowed: true });
    for (const shut of ['dos-1002', 'dos-1003']) {
      const { allowed, says } = await fileAt(nadia, shut);
      expect({ shut, allowed }).toEqual({ shut, allowed: false });
      expect(says).toMatch(/Accès refusé \S.{15,}/);
      expect(says).not.toMatch(/Klein|Weber/);
    }
    tokens = await HeldTokens.of(nadia, scene.stack);
    expect(await tokens.tryDoors(MOINEVILLE)).toEqual(ALL_OPEN);
  }, 60_000);

  it('closes every door within a second of the suspension, a sign-in under way included', async () => {
    const elsewhere = await anotherTab(nadia);
    await elsewhere.goto((await beginSignIn(await portalClient(scene.stack), scene.stack, { prompt: 'login' })).way);
    await elsewhere.getByRole('button', { name: 'Pro Santé Connect' }).click();
    await elsewhere.getByRole('heading', { name: 'Qui se connecte ?' }).waitFor();

    const foretold = await prepare(sophie, { act: 'Suspendre', why: 'Incident de sécurité' });
    expect(foretold).toMatch(/n.aura plus/);
    expect(foretold).toContain('Effet immédiat.');
    await picture(sophie, 'console-suspendre');
    await confirm(sophie);

    expect(await tokens.tryDoors(MOINEVILLE)).toEqual(ALL_SHUT);
    await scene.ledger.portalsTold(await scene.ledger.accountOf('HADDAD'));

    // « Bienvenue » and not « Session terminée »: the portal had dropped the session before it was asked anything.
    await nadia.reload();
    await nadia.getByRole('heading', { name: 'Bienvenue' }).waitFor();

    await proveToBe(elsewhere, 'Nadia HADDAD');
    await elsewhere.getByText('Votre accès est suspendu').waitFor();
    await picture(elsewhere, 'suspendue');
    const leave = elsewhere.getByRole('button', { name: /^Revenir à Dossiers partagés/ });
    const [back] = await Promise.all([sentBack(elsewhere, scene.stack), leave.click()]);
    expect(back.searchParams.get('code')).toBeNull();
    expect(back.searchParams.get('error')).toBe('access_denied');
  }, 60_000);

  it('shows the administrator what was done, why, and which portals know', async () => {
    await sophie.reload();
    await sophie.getByText('Incident de sécurité').first().waitFor();
    const told = sophie.getByRole('region', { name: 'Portails prévenus' }).getByText(/Confirmé le/);
    await told.first().waitFor();
  }, 30_000);

  it('shows the security officer how it came about', async () => {
    const marc = await scene.someone();
    await openConsole(marc, scene.stack, 'Marc LEFÈVRE');
    await openSheet(marc, 'Nadia HADDAD');
    const timeline = marc.getByRole('region', { name: 'Historique' });
    for (const fact of ['Charte acceptée', 'Habilitation accordée', 'Accès suspendu']) await timeline.getByText(fact).first().waitFor();
    await picture(marc, 'console-fiche', false);
  }, 60_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });
});
