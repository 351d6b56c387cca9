import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { picture } from '../support/browser.ts';
import { plugIn } from '../support/passkeys.ts';
import { whatIsWrong } from './look.ts';
import { enterPortal } from './sign-in.ts';
import { onScene } from './scene.ts';

describe('someone protects their account', () => {
  let claire: Page;
  let seed: string;

  const scene = onScene(async (scene) => {
    claire = await scene.someone();
    await enterPortal(claire, scene.stack, 'Claire MOREAU');
  });

  const home = () => claire.getByRole('heading', { level: 1, name: 'Sécurité de mon compte' });
  /** The time of another code: the one that was used is spent. */
  const nextCode = () => generateSync({ secret: seed, epoch: Math.floor(Date.now() / 1000) + 30 });

  it('sees from their own page what is left to do', async () => {
    await claire.goto(`${scene.stack.issuer}/moi`);
    await claire.getByRole('link', { name: /Sécurité de mon compte/ }).click();
    await home().waitFor();
    await claire.getByText('0 étape sur 4').waitFor();
    expect(await whatIsWrong(claire, 'securite-debut')).toEqual([]);
  }, 60_000);

  it('adds an application of codes, after a code that is not the right one', async () => {
    await claire.getByRole('link', { name: 'Ajouter un moyen de connexion' }).click();
    expect(await whatIsWrong(claire, 'securite-ajouter')).toEqual([]);
    await claire.getByRole('link', { name: /Ajouter une application de codes/ }).click();
    seed = (await claire.locator('code').innerText()).replaceAll(' ', '');
    expect(await whatIsWrong(claire, 'securite-application')).toEqual([]);
    await claire.getByLabel('Code à six chiffres').fill('000000');
    await claire.getByRole('button', { name: 'Vérifier et ajouter' }).click();
    await claire.getByText('Ce code n’est pas le bon').waitFor();
    expect((await claire.locator('code').innerText()).replaceAll(' ', '')).toBe(seed);
    await claire.getByLabel('Code à six chiffres').fill(generateSync({ secret: seed }));
    await claire.getByRole('button', { name: 'Vérifier et ajouter' }).click();
    await claire.getByText('Votre moyen de connexion est ajouté.').waitFor();
    await picture(claire, 'securite-ajoute');
  }, 60_000);

  it('shows the code of that application before touching anything again: Pro Santé Connect alone is not enough', async () => {
    await claire.getByRole('link', { name: 'Préparer mes codes de secours' }).click();
    await claire.getByRole('button', { name: /Confirmer/ }).click();
    await claire.getByRole('heading', { level: 1, name: 'Confirmez que c’est vous' }).waitFor();
    expect(await whatIsWrong(claire, 'second-facteur')).toEqual([]);
    await claire.getByLabel('Code à six chiffres').fill(nextCode());
    await claire.getByRole('button', { name: 'Continuer' }).click();
    await claire.getByRole('heading', { level: 1, name: 'Codes de secours' }).waitFor();
  }, 60_000);

  it('prints ten recovery codes, or saves them in a file', async () => {
    await claire.getByRole('button', { name: 'Préparer dix codes' }).click();
    await claire.getByRole('heading', { name: 'Vos codes de secours' }).waitFor();
    expect(await claire.locator('.codes code').count()).toBe(10);
    expect(await whatIsWrong(claire, 'securite-codes')).toEqual([]);
    const [file] = await Promise.all([claire.waitForEvent('download'), claire.getByRole('button', { name: 'Enregistrer' }).click()]);
    expect(file.suggestedFilename()).toBe('habilis-codes-de-secours.txt');
    await claire.getByRole('link', { name: 'Je les ai rangés' }).click();
    await claire.getByText('Il reste 10 codes').waitFor();
  }, 60_000);

  it('adds a passkey, names it, and has done everything but the spare', async () => {
    await plugIn(claire);
    await claire.getByRole('link', { name: 'Ajouter une clé d’accès', exact: true }).click();
    expect(await whatIsWrong(claire, 'securite-cle')).toEqual([]);
    await claire.getByLabel('Nom').fill('Portable du cabinet');
    await claire.getByRole('button', { name: 'Créer la clé d’accès' }).click();
    await claire.getByText('Votre moyen de connexion est ajouté.').waitFor();
    await claire.getByText('4 étapes sur 4').waitFor();
    await claire.getByRole('link', { name: 'Renommer « Portable du cabinet »' }).click();
    await claire.getByLabel('Nom').fill('');
    await claire.getByRole('button', { name: 'Enregistrer ce nom' }).click();
    await claire.getByText('Donnez un nom').first().waitFor();
    await claire.getByLabel('Nom').fill('Portable');
    await claire.getByRole('button', { name: 'Enregistrer ce nom' }).click();
    await claire.getByRole('link', { name: /Signaler.*« Portable »/ }).click();
    expect(await claire.getByLabel('Que faut-il fermer ?').locator('option').allInnerTexts()).toEqual([
      '« Portable » (clé d’accès) seulement',
      'Tout mon compte (conseillé)',
    ]);
    expect(await whatIsWrong(claire, 'perte-d-une-cle')).toEqual([]);
    await claire.goBack();
    await claire.getByRole('heading', { name: 'Portable' }).waitFor();
    expect(await whatIsWrong(claire, 'securite-complete')).toEqual([]);
  }, 60_000);

  it('removes the application once there is the key', async () => {
    await claire.getByRole('link', { name: 'Retirer « Mon téléphone »' }).click();
    expect(await whatIsWrong(claire, 'securite-retrait')).toEqual([]);
    await claire.getByRole('button', { name: 'Retirer maintenant' }).click();
    await claire.getByText('Le moyen de connexion est retiré.').waitFor();
    expect(await claire.getByText('Mon téléphone').count()).toBe(0);
  }, 60_000);

  it('is asked to confirm, by the key alone, when the last proof is older than five minutes', async () => {
    await scene.ledger.query(`update web_session set auth_time = auth_time - interval '6 minutes'`);
    await scene.ledger.query(
      `update oidc_record set payload = jsonb_set(payload::jsonb, '{loginTs}', to_jsonb((payload ->> 'loginTs')::bigint - 360)) where model = 'Session'`,
    );
    await claire.goto(`${scene.stack.issuer}/moi/securite/application`);
    await claire.getByRole('button', { name: /Confirmer/ }).click();
    await claire.getByRole('button', { name: 'Utiliser une clé d’accès' }).click();
    await claire.getByRole('heading', { level: 1, name: 'Ajouter une application de codes' }).waitFor();
  }, 60_000);

  it('adds the regional provider to the account, both sides proved, and an identifier of ours', async () => {
    await claire.goto(`${scene.stack.issuer}/moi/identites`);
    await claire.getByRole('heading', { level: 3, name: 'Pro Santé Connect' }).waitFor();
    expect(await whatIsWrong(claire, 'identites')).toEqual([]);
    await claire.getByRole('link', { name: /Rattacher Mon espace numérique/ }).click();
    expect(await whatIsWrong(claire, 'identites-ajouter')).toEqual([]);
    await claire.getByRole('button', { name: /Continuer vers/ }).click();
    await claire.getByRole('button', { name: 'Claire MOREAU' }).click();
    await claire.getByText('vous pouvez maintenant entrer par ce moyen').waitFor();
    await claire.getByRole('link', { name: /Choisir un identifiant Habilis/ }).click();
    await claire.getByLabel('Identifiant').fill('claire.moreau');
    const password = claire.getByLabel('Nouveau mot de passe');
    await password.fill('tramway oubli fenouil cascade');
    await claire.getByRole('button', { name: 'Afficher le mot de passe' }).click();
    expect(await password.getAttribute('type')).toBe('text');
    expect(await whatIsWrong(claire, 'identites-identifiant')).toEqual([]);
    await claire.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await claire.getByText('entrer avec votre identifiant Habilis').waitFor();
    expect(await whatIsWrong(claire, 'identites-toutes')).toEqual([]);
  }, 90_000);

  it('changes the password, and is told on the form what is wrong', async () => {
    await claire.goto(`${scene.stack.issuer}/moi/securite`);
    await claire.getByRole('link', { name: 'Changer mon mot de passe' }).click();
    await claire.getByLabel('Mot de passe actuel').fill('je ne sais plus');
    await claire.getByLabel('Nouveau mot de passe').fill('fenouil cascade tramway oubli');
    await claire.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await claire.getByText('Ce n’est pas votre mot de passe actuel').waitFor();
    expect(await whatIsWrong(claire, 'securite-mot-de-passe')).toEqual([]);
    await claire.getByLabel('Mot de passe actuel').fill('tramway oubli fenouil cascade');
    await claire.getByLabel('Nouveau mot de passe').fill('fenouil cascade tramway oubli');
    await claire.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await claire.getByText('Votre mot de passe est changé').waitFor();
  }, 60_000);

  it('removes the regional provider, and finds all of it in the activity', async () => {
    await claire.goto(`${scene.stack.issuer}/moi/identites`);
    await claire.getByRole('link', { name: /Retirer Mon espace numérique/ }).click();
    expect(await whatIsWrong(claire, 'identites-retrait')).toEqual([]);
    await claire.getByRole('button', { name: 'Retirer maintenant' }).click();
    await claire.getByText('ce moyen n’ouvre plus votre compte').waitFor();
    await claire.goto(`${scene.stack.issuer}/moi/activite`);
    await claire.getByLabel('Montrer').selectOption({ label: 'Moyens de connexion' });
    await claire.getByRole('button', { name: 'Filtrer' }).click();
    await claire.getByText('Identité retirée du compte').waitFor();
    await claire.getByText('Mot de passe changé').waitFor();
    expect(await claire.getByText('Connexion', { exact: true }).count()).toBe(0);
    expect(await whatIsWrong(claire, 'activite-filtree')).toEqual([]);
  }, 60_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });
});
