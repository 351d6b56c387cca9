import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually, picture } from '../support/browser.ts';
import { Mailbox } from '../support/mailbox.ts';
import { confirm, openConsole, openSheet } from './console.ts';
import { whatIsWrong } from './look.ts';
import { enterPortal, knockAtPortal, patientFiles, proveToBe, signInAs } from './sign-in.ts';
import { ALL_OPEN, ALL_SHUT, HeldTokens } from './tokens.ts';
import { onScene } from './scene.ts';

const FOCH = { id: 'dos-1002', structure: 'org-cabinet-foch' };
const CLAIRE = 'claire.moreau@messagerie.example';
const SOPHIE = 'sophie.bernard@messagerie.example';
const MARC = 'marc.lefevre@messagerie.example';

describe('access that people shut themselves', () => {
  let mailbox: Mailbox;
  let claire: Page;
  let sophie: Page;
  let tokens: HeldTokens;

  const scene = onScene(async (scene) => {
    [mailbox, claire, sophie] = await Promise.all([Mailbox.open(scene.stack), scene.someone(), scene.someone()]);
    await enterPortal(claire, scene.stack, 'Claire MOREAU');
    await openConsole(sophie, scene.stack, 'Sophie BERNARD');
    tokens = await HeldTokens.of(claire, scene.stack);
  });
  afterAll(() => mailbox?.close());

  it('is suspended in one click and a confirmation, everywhere, with a receipt', async () => {
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN);
    await claire.goto(`${scene.stack.issuer}/moi`);
    await claire.getByRole('link', { name: /Suspendre mon accès maintenant/ }).click();
    expect(await whatIsWrong(claire, 'suspension')).toEqual([]);
    await claire.getByRole('button', { name: 'Suspendre maintenant' }).click();
    await claire
      .getByText(/SU-\d{4}-\d{2}-\d{2}-/)
      .first()
      .waitFor();
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_SHUT);
    await scene.ledger.portalsTold('acc-claire-moreau');
    expect(await whatIsWrong(claire, 'recepisse-suspension')).toEqual([]);
    await claire.goto(scene.stack.portal);
    await claire.getByRole('heading', { name: /Bienvenue|Session terminée/ }).waitFor();
    expect((await mailbox.next(CLAIRE, /suspendu à votre demande/)).text).toMatch(/SU-\d{4}/);
  }, 90_000);

  it('opens again when its person asks and an administrator agrees', async () => {
    await claire.context().close();
    claire = await scene.someone();
    await claire.goto(`${scene.stack.issuer}/moi/suspension`);
    await signInAs(claire, 'Claire MOREAU');
    await claire.getByRole('button', { name: 'Demander mon retour' }).click();
    await claire.getByText('Les administrateurs de votre organisation sont prévenus').waitFor();
    await mailbox.next(SOPHIE, /demande à retrouver son accès/);
    await openSheet(sophie, 'Claire MOREAU');
    await sophie.getByRole('button', { name: /Lever/ }).first().click();
    await sophie.getByRole('dialog').getByText('Retour de la personne', { exact: true }).click();
    await confirm(sophie);
    await claire.goto(`${scene.stack.portal}/sign-in`);
    await patientFiles(claire).waitFor();
    tokens = await HeldTokens.of(claire, scene.stack);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN);
  }, 90_000);

  it('answers a stranger’s name like anyone’s when a loss is reported', async () => {
    const passerBy = await scene.someone();
    const answers: string[] = [];
    for (const name of ['personne@nulle-part.example', 'thomas@nulle-part.example', CLAIRE]) {
      await passerBy.goto(`${scene.stack.issuer}/report`);
      if (answers.length === 0) expect(await whatIsWrong(passerBy, 'signaler')).toEqual([]);
      await passerBy.getByLabel('Votre identifiant ou votre adresse de courriel').fill(name);
      await passerBy.getByLabel('Que s’est-il passé ?').selectOption({ label: 'Vol' });
      await passerBy.getByRole('button', { name: 'Fermer mes accès' }).click();
      await passerBy.getByRole('heading', { name: 'Consultez votre courriel' }).waitFor();
      answers.push(await passerBy.getByRole('main').innerText());
    }
    expect(new Set(answers).size).toBe(1);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN);
    await passerBy.close();
  }, 60_000);

  it('is shut within a second from the link in the registered mail, by someone who is not signed in', async () => {
    const elsewhere = await scene.someone({ acceptDownloads: true });
    const { link } = await mailbox.next(CLAIRE, /Confirmez votre signalement/);
    await elsewhere.goto(`${scene.stack.issuer}${link}`);
    expect(await whatIsWrong(elsewhere, 'perte')).toEqual([]);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN); // looking at the link is not using it
    const posted = elsewhere.waitForResponse((response) => response.request().method() === 'POST');
    await elsewhere.getByRole('button', { name: 'Fermer maintenant' }).click();
    await posted;
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_SHUT);
    await scene.ledger.portalsTold('acc-claire-moreau');
    await elsewhere
      .getByText(/MS-\d{4}-\d{2}-\d{2}-/)
      .first()
      .waitFor();
    expect(await whatIsWrong(elsewhere, 'recepisse-perte')).toEqual([]);

    const [download] = await Promise.all([
      elsewhere.waitForEvent('download'),
      elsewhere.getByRole('button', { name: 'Télécharger en PDF' }).click(),
    ]);
    expect(
      readFileSync((await download.path())!)
        .subarray(0, 8)
        .toString(),
    ).toBe('%PDF-1.7');
    const said = await elsewhere.getByRole('main').innerText();
    await verify(elsewhere, /MS-\S+/.exec(said)![0], /Code de contrôle\s+(\S+)/.exec(said)![1]!);
    await elsewhere.close();
  }, 90_000);

  it('is told to those in charge and to the person, and stays shut to every way in', async () => {
    await mailbox.next(SOPHIE, /Perte, vol ou compromission/);
    expect((await mailbox.next(CLAIRE, /mis en sécurité/)).text).toMatch(/MS-\d{4}/);
    await claire.goto(scene.stack.portal);
    await claire.getByRole('heading', { name: /Bienvenue|Session terminée/ }).waitFor();
    const thief = await scene.someone();
    await knockAtPortal(thief, scene.stack);
    await signInAs(thief, 'Claire MOREAU');
    await thief.getByText(/en sécurité à la suite/).waitFor();
    await picture(thief, 'portes-closes');
    await thief.close();
    const facts = await eventually(
      () =>
        scene.ledger.query<{ what: string }>(`select what from fact where on_id = 'acc-claire-moreau' and what like 'hold.%' order by seq`),
      (rows) => rows.length >= 3,
    );
    expect(facts.map(({ what }) => what)).toEqual(['hold.pause', 'hold.lifted', 'hold.compromise']);
  }, 60_000);

  it('is asked for again by showing who she is: those who decide are told, and see it', async () => {
    claire = await scene.someone();
    await claire.goto(`${scene.stack.issuer}/secours`);
    expect(await whatIsWrong(claire, 'secours')).toEqual([]);
    await claire.getByLabel('Votre identifiant ou votre adresse de courriel').fill(CLAIRE);
    await claire.getByRole('button', { name: 'Prouver mon identité avec Pro Santé Connect' }).click();
    await claire.getByRole('heading', { name: 'Qui se connecte ?' }).waitFor();
    await proveToBe(claire, 'Claire MOREAU');
    await claire.getByRole('heading', { level: 1, name: 'Identité vérifiée' }).waitFor();
    expect(await whatIsWrong(claire, 'secours-identite')).toEqual([]);
    for (const inCharge of [SOPHIE, MARC]) await mailbox.next(inCharge, /demande de secours attend/);
    expect((await mailbox.next(CLAIRE, /demande de secours est faite/)).link).toMatch(/^\/arreter\//);
  }, 60_000);

  it('opens anew once two people have granted it and nobody has stopped it for a day', async () => {
    const deciding = { 'Sophie BERNARD': /Accord de l’administrateur/, 'Marc LEFÈVRE': /Accordée, délai en cours/ };
    for (const [person, then] of Object.entries(deciding)) {
      const page = await scene.someone();
      await openConsole(page, scene.stack, person);
      await page.getByRole('link', { name: 'Secours', exact: true }).first().click();
      await page.getByText(/^Ré-identifiée par Pro Santé Connect le .*, identité concordante\.$/).waitFor();
      expect(await whatIsWrong(page, `console-secours-${person}`)).toEqual([]);
      expect(await page.getByLabel('Comment l’identité a été vérifiée').count()).toBe(0);
      await page.getByRole('button', { name: 'Accorder Claire MOREAU' }).click();
      await page.getByText(then).waitFor();
      await page.context().close();
    }
    expect((await mailbox.next(CLAIRE, /demande de secours est accordée/)).link).toMatch(/^\/arreter\//);
    expect((await mailbox.of(CLAIRE)).filter(({ subject }) => /Enrôlez/.test(subject))).toEqual([]);
    await scene.ledger.query(`update recovery set opens_at = now() - interval '1 second'`);
    await scene.ledger.query(`update outbox set due_at = now() where topic = 'recovery.open'`);
    const { link } = await mailbox.next(CLAIRE, /Enrôlez vos nouveaux moyens/);
    await claire.goto(`${scene.stack.issuer}${link}`);
    await claire.getByLabel('Nouveau mot de passe').fill('quatre vélos bleus sous la pluie de mars');
    await claire.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await claire.getByRole('heading', { level: 1, name: 'Ajoutez un second moyen de connexion' }).waitFor();
  }, 90_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  async function verify(page: Page, number: string, seal: string): Promise<void> {
    await page.goto(`${scene.stack.issuer}/recus/verifier`);
    await page.getByLabel('Numéro').fill(number);
    await page.getByLabel('Code de contrôle').fill('0000-0000-0000-0000');
    await page.getByRole('button', { name: 'Vérifier' }).click();
    await page.getByText('Aucun récépissé ne porte ce numéro').waitFor();
    await page.getByLabel('Code de contrôle').fill(seal);
    await page.getByRole('button', { name: 'Vérifier' }).click();
    await page.getByText('Ce récépissé est authentique.').waitFor();
  }
});
