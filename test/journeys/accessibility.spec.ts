import type { Page } from 'playwright-core';
import { anotherTab } from '../support/browser.ts';
import { carryOut, openConsole, openRequests, openSheet, prepare } from './console.ts';
import { policyGaps, weight, whatIsWrong } from './look.ts';
import { acceptCharter, charterPage, enterPortal, knockAtPortal, patientFiles, PSC, signInAs } from './sign-in.ts';
import { onScene } from './scene.ts';

const REGISTERS = { designations: 'Administrateurs désignés', derogations: 'Dérogations', 'structure-grants': 'Rôles des structures' };
const KILOBYTE = 1000;

describe('every page can be used by everyone', () => {
  let thomas: Page;
  let sophie: Page;

  const scene = onScene(async (scene) => {
    [thomas, sophie] = await Promise.all([scene.someone(), scene.someone()]);
  });

  it('before and during the first sign-in', async () => {
    const wrong: string[] = [];
    await thomas.goto(scene.stack.portal);
    wrong.push(...(await whatIsWrong(thomas, 'portail-accueil')));
    await knockAtPortal(thomas, scene.stack);
    wrong.push(...(await whatIsWrong(thomas, 'connexion')));
    await signInAs(thomas, 'Thomas RENAUD');
    await thomas.getByText('attend la décision').waitFor();
    wrong.push(...(await whatIsWrong(thomas, 'attente')));
    await thomas.getByRole('button', { name: /^Revenir à/ }).click();
    await thomas.getByRole('heading', { name: 'Accès non ouvert' }).waitFor();
    wrong.push(...(await whatIsWrong(thomas, 'portail-refus')));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('in the console, its dialogs included', async () => {
    const wrong: string[] = [];
    await sophie.goto(`${scene.stack.issuer}/console/`);
    await sophie.getByRole('link', { name: 'Se connecter' }).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'console-connexion')));
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
    await openRequests(sophie);
    await sophie.getByRole('link', { name: 'Thomas RENAUD' }).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'console-demandes')));
    await prepare(sophie, { act: 'Approuver', why: 'Identité vérifiée' });
    wrong.push(...(await whatIsWrong(sophie, 'console-dialogue')));
    await sophie.getByRole('button', { name: 'Annuler' }).click();
    await carryOut(sophie, { act: 'Approuver', why: 'Identité vérifiée' });
    await sophie.getByRole('heading', { name: 'Aucune demande en attente' }).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'console-vide')));
    await openSheet(sophie, 'Thomas RENAUD');
    wrong.push(...(await whatIsWrong(sophie, 'console-fiche')));
    await sophie.goto(`${scene.stack.issuer}/console/members`);
    await sophie.getByRole('row', { name: 'RENAUD Thomas' }).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'console-membres')));
    for (const [room, title] of Object.entries(REGISTERS)) {
      await sophie.goto(`${scene.stack.issuer}/console/${room}`);
      await sophie.getByRole('heading', { level: 1, name: title }).waitFor();
      wrong.push(...(await whatIsWrong(sophie, `console-${room}`)));
    }
    await sophie.goto(`${scene.stack.issuer}/console/nulle-part`);
    await sophie.getByRole('heading', { name: 'Page introuvable' }).waitFor();
    wrong.push(...(await whatIsWrong(sophie, 'console-introuvable')));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('through the charter, the choice of an activity, and the portal', async () => {
    const wrong: string[] = [];
    await thomas.goto(`${scene.stack.portal}/sign-in`);
    await charterPage(thomas).waitFor();
    wrong.push(...(await whatIsWrong(thomas, 'charte')));
    await thomas.getByRole('button', { name: 'J’accepte la charte' }).click();
    await thomas.getByText('Cochez cette case').waitFor();
    wrong.push(...(await whatIsWrong(thomas, 'charte-non-lue')));
    await acceptCharter(thomas);
    await thomas.getByRole('heading', { name: 'Dans quelle activité venez-vous ?' }).waitFor();
    wrong.push(...(await whatIsWrong(thomas, 'activite')));
    await thomas
      .getByRole('button', { name: /hospital|salarié/i })
      .first()
      .click();
    await patientFiles(thomas).waitFor();
    wrong.push(...(await whatIsWrong(thomas, 'portail')));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('on people’s own pages', async () => {
    const wrong: string[] = [];
    const own = await anotherTab(thomas);
    for (const [name, place] of Object.entries(OWN_PAGES)) {
      await own.goto(`${scene.stack.issuer}${place}`);
      await own.getByRole('heading', { level: 1 }).waitFor();
      wrong.push(...(await whatIsWrong(own, name)));
    }
    await own.goto(`${scene.stack.issuer}/moi`);
    await own.getByRole('button', { name: 'Se déconnecter' }).click();
    await own.getByRole('heading', { name: 'Voulez-vous vous déconnecter ?' }).waitFor();
    wrong.push(...(await whatIsWrong(own, 'deconnexion')));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('when something is wrong, and when a session was left open', async () => {
    const wrong: string[] = [];
    const page = await anotherTab(thomas);
    for (const [name, place] of Object.entries(WRONG_TURNS)) {
      await page.goto(`${scene.stack.issuer}${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      wrong.push(...(await whatIsWrong(page, name)));
    }
    await page.goto(`${scene.stack.issuer}/session/sign-in?for=own&fresh=1`);
    await page.getByRole('button', { name: PSC }).waitFor();
    wrong.push(...(await whatIsWrong(page, 'connexion-a-nouveau')));
    await openSheet(sophie, 'Thomas RENAUD');
    await carryOut(sophie, { act: 'Suspendre', why: 'Demande de la structure' });
    wrong.push(...(await whatIsWrong(sophie, 'console-fiche-suspendue')));
    await page.goto(`${scene.stack.portal}/sign-in`);
    await page.getByText('Votre accès est suspendu').waitFor();
    wrong.push(...(await whatIsWrong(page, 'suspendue')));
    await page.getByRole('button', { name: 'Me déconnecter' }).click();
    await page.goto(`${scene.stack.portal}/sign-in`);
    await page.getByRole('button', { name: PSC }).click();
    await page.getByRole('heading', { name: 'C’est bien vous ?' }).waitFor();
    wrong.push(...(await whatIsWrong(page, 'confirmation')));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('and what is wrong would be seen', async () => {
    const page = await scene.someone();
    await page.goto(scene.stack.issuer);
    await page.evaluate(() => {
      document.querySelector('h1')!.style.cssText = 'color: var(--line); width: 400px; white-space: nowrap';
      document.querySelector('main a')!.textContent = '';
    });
    const wrong = (await whatIsWrong(page, 'gâchée')).join('\n');
    expect(wrong).toMatch(/color-contrast.*dark at 390 px: color-contrast/s);
    expect(wrong).toMatch(/link-name/);
    expect(wrong).toMatch(/px wide on a screen of 320/);
    expect(policyGaps(`default-src 'none'; script-src 'unsafe-inline'`, 'page')).toHaveLength(6);
  }, 60_000);

  it('without JavaScript', async () => {
    const claire = await scene.someone({ javaScriptEnabled: false });
    await enterPortal(claire, scene.stack, 'Claire MOREAU');
    await claire.goto(`${scene.stack.issuer}/moi`);
    await claire.getByRole('heading', { level: 1, name: 'Claire MOREAU' }).waitFor();
  }, 60_000);

  it('on a slow line: the sign-in page weighs less than 15 kB, the console less than 250 kB and hardly anything the next time', async () => {
    const someone = await scene.someone();
    const signIn = await weight(someone, `${scene.stack.issuer}/session/sign-in?for=own`);
    expect(signIn.files.some((file) => file.endsWith('.css'))).toBe(true);
    expect(signIn.bytes).toBeLessThan(15 * KILOBYTE);
    await someone.getByRole('button', { name: 'Avec un identifiant Habilis' }).click();
    await someone.getByLabel('Mot de passe', { exact: true }).waitFor();
    const password = await weight(await anotherTab(someone), someone.url());
    expect(password.files.some((file) => file.endsWith('.js'))).toBe(true);
    expect(password.bytes).toBeLessThan(15 * KILOBYTE);
    const another = await anotherTab(sophie);
    const console = await weight(another, `${scene.stack.issuer}/console/requests`);
    expect(console.files.some((file) => file.endsWith('.js'))).toBe(true);
    expect(console.sent).toBeLessThan(250 * KILOBYTE);
    const again = await weight(another, `${scene.stack.issuer}/console/members`);
    expect(again.sent).toBeLessThan(5 * KILOBYTE);
  }, 60_000);

  it('and each says what may run in it: nothing of others, no script but the console’s own', async () => {
    const gaps: string[] = [];
    const ask = async (address: string, kind: 'page' | 'app') => {
      const { headers } = await fetch(address, { headers: { accept: 'text/html' } });
      gaps.push(...policyGaps(headers.get('content-security-policy'), kind).map((gap) => `${address}: ${gap}`));
    };
    await ask(`${scene.stack.issuer}/`, 'page');
    await ask(`${scene.stack.issuer}/device`, 'page');
    await ask(`${scene.stack.issuer}/nulle-part`, 'page');
    await ask(`${scene.stack.issuer}/auth?client_id=inconnu`, 'page');
    await ask(`${scene.stack.issuer}/console/`, 'app');
    const someone = await scene.someone();
    const [response] = await Promise.all([
      someone.waitForResponse((each) => each.url().includes('/interaction/') && each.ok()),
      someone.goto(`${scene.stack.portal}/sign-in`),
    ]);
    gaps.push(...policyGaps((await response.headerValue('content-security-policy')) ?? null, 'page'));
    expect(gaps).toEqual([]);
  }, 60_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });
});

const OWN_PAGES = {
  accueil: '/',
  moi: '/moi',
  'moi-sessions': '/moi/sessions',
  'moi-chartes': '/moi/chartes',
  'moi-charte': '/moi/chartes/org-cpts-briey/1',
  'moi-activite': '/moi/activite',
  'moi-activite-vide': '/moi/activite?quoi=readings',
  'moi-securite': '/moi/securite',
  'moi-identites': '/moi/identites',
  'moi-identites-ajouter': '/moi/identites/ajouter/enrs',
  'moi-identites-identifiant': '/moi/identites/identifiant',
  'moi-endosser': '/moi/endosser',
  'moi-cloture': '/moi/cloture',
  'moi-courriel': '/moi/courriel',
  'moi-recus': '/moi/recus',
  'moi-perte': '/moi/perte',
  appareil: '/device',
  'appareil-code-faux': '/device?user_code=BCDF-GHJK',
} as const;

const WRONG_TURNS = {
  introuvable: '/nulle-part',
  'connexion-perdue': '/interaction/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'portail-inconnu': '/auth?client_id=inconnu',
  'retour-inconnu': '/auth?client_id=dossiers&response_type=code&redirect_uri=https%3A%2F%2Fvoleur.example%2F',
} as const;
