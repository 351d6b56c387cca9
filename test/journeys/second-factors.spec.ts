import { PgOneTimeLinks } from '@habilis/credentials/pg';
import { openDatabase } from '@habilis/database';
import { SystemClock } from '@habilis/kernel';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { eventually, picture } from '../support/browser.ts';
import { plugIn } from '../support/passkeys.ts';
import { SECRETS } from '../support/stack.ts';
import { whatIsWrong } from './look.ts';
import { acceptCharterOnTheWay, meansPage, patientFiles } from './sign-in.ts';
import { onScene } from './scene.ts';

const LOCAL = 'Avec un identifiant Habilis';
const PASSWORD = 'quatre vélos bleus sous la pluie de mars';

describe('someone without an upstream', () => {
  let julie: Page;
  let seed: string;
  let codes: string[];

  const scene = onScene(async (scene) => {
    julie = await scene.someone();
  });

  const code = (ahead = 0) => generateSync({ secret: seed, epoch: Math.floor(Date.now() / 1000) + ahead });
  const own = () => julie.getByRole('heading', { level: 1, name: 'Julie PETIT' });

  it('is invited, chooses a password, and is led to add a second factor before coming in', async () => {
    await julie.goto(await invitationOf('julie.petit@messagerie.example'));
    await picture(julie, 'invitation');
    await julie.getByLabel('Nouveau mot de passe').fill(PASSWORD);
    await julie.getByRole('button', { name: 'Garder ce mot de passe' }).click();
    await julie.getByRole('heading', { level: 1, name: 'Ajoutez un second moyen de connexion' }).waitFor();
    expect(await whatIsWrong(julie, 'connexion-ajouter')).toEqual([]);
    await julie.getByRole('link', { name: /application de codes/ }).click();
    seed = (await julie.locator('code').innerText()).replaceAll(' ', '');
    expect(await whatIsWrong(julie, 'connexion-application')).toEqual([]);
    await julie.getByLabel('Code à six chiffres').fill(code(-30));
    await julie.getByRole('button', { name: 'Vérifier et ajouter' }).click();
    await julie.getByRole('heading', { level: 1, name: 'C’est ajouté' }).waitFor();
    expect(await whatIsWrong(julie, 'connexion-ajoute')).toEqual([]);
    await julie.getByRole('button', { name: 'Préparer dix codes' }).click();
    await julie.getByRole('heading', { name: 'Vos codes de secours' }).waitFor();
    codes = await julie.locator('.codes code').allInnerTexts();
    expect(codes).toHaveLength(10);
    await julie.getByRole('link', { name: 'Je les ai rangés' }).click();
    await own().waitFor();
  }, 120_000);

  it('comes in with both, and never with the password alone', async () => {
    await signOut();
    await signInWithPassword();
    await julie.getByRole('heading', { level: 1, name: 'Confirmez que c’est vous' }).waitFor();
    expect(await whatIsWrong(julie, 'connexion-second-facteur')).toEqual([]);
    await julie.goto(`${scene.stack.issuer}/moi`);
    await meansPage(julie).waitFor();
    await signInWithPassword();
    await julie.getByLabel('Code à six chiffres').fill('123');
    await julie.getByRole('button', { name: 'Continuer' }).click();
    await julie.getByText('Ce code n’est pas le bon').waitFor();
    await julie.getByLabel('Code à six chiffres').fill(code());
    await julie.getByRole('button', { name: 'Continuer' }).click();
    await own().waitFor();
    const [session] = await scene.ledger.query<{ acr: string }>(`select acr from web_session order by created_at desc limit 1`);
    expect(session!.acr).toBe('urn:habilis:acr:two-factor');
  }, 120_000);

  it('enters the portal without being asked anything more, at the level it asks for', async () => {
    await julie.goto(`${scene.stack.portal}/sign-in`);
    await acceptCharterOnTheWay(julie, patientFiles(julie));
  }, 60_000);

  it('is asked by the portal for a recent proof before a sensitive page, and for nothing more', async () => {
    await julie.getByRole('link', { name: 'Liste à imprimer' }).click();
    await julie.getByRole('heading', { level: 1, name: 'Liste à imprimer' }).waitFor();
    await scene.ledger.query(
      `update oidc_record set payload = jsonb_set(payload::jsonb, '{loginTs}', to_jsonb((payload ->> 'loginTs')::bigint - 360)) where model = 'Session'`,
    );
    // Their session of the portal remembers the sign-in as it was: they come in again, as after six minutes.
    await julie.goto(`${scene.stack.portal}/sign-in`);
    await patientFiles(julie).waitFor();
    const asked = julie.waitForRequest((request) => request.url().startsWith(`${scene.stack.issuer}/auth?`));
    await julie.getByRole('link', { name: 'Liste à imprimer' }).click();
    const { searchParams } = new URL((await asked).url());
    expect([searchParams.get('acr_values'), searchParams.get('max_age')]).toEqual(['eidas2', '300']);
    await julie.getByRole('button', { name: /Confirmer/ }).click();
    await julie.getByLabel('Code à six chiffres').fill(code(30));
    await julie.getByRole('button', { name: 'Continuer' }).click();
    await julie.getByRole('heading', { level: 1, name: 'Liste à imprimer' }).waitFor();
    expect(await whatIsWrong(julie, 'portail-liste')).toEqual([]);
  }, 90_000);

  it('uses a recovery code when the telephone is lost, once', async () => {
    await signOut();
    for (const [at, seen] of [own(), julie.getByText('déjà servi')].entries()) {
      if (at > 0) await signOut();
      await signInWithPassword();
      await julie.getByRole('link', { name: 'Avec un code de secours' }).click();
      await julie.getByLabel('Code de secours').fill(codes[0]!.toUpperCase());
      await julie.getByRole('button', { name: 'Continuer' }).click();
      await seen.waitFor();
    }
    expect(await whatIsWrong(julie, 'connexion-code-de-secours')).toEqual([]);
    await julie.getByLabel('Code de secours').fill(codes[1]!);
    await julie.getByRole('button', { name: 'Continuer' }).click();
    await own().waitFor();
    await julie.goto(`${scene.stack.issuer}/moi/securite`);
    await julie.getByText('Il reste 8 codes').waitFor();
  }, 120_000);

  it('sees on her first page that somebody asks for help in her name, and stops it', async () => {
    const stranger = await scene.someone();
    await stranger.goto(`${scene.stack.issuer}/secours`);
    await stranger.getByLabel('Votre identifiant ou votre adresse de courriel').fill('julie.petit');
    await stranger.getByRole('button', { name: 'Demander de l’aide' }).click();
    await stranger.getByRole('heading', { level: 1, name: 'Demande enregistrée' }).waitFor();
    expect(await whatIsWrong(stranger, 'secours-demande')).toEqual([]);
    await eventually(
      () => scene.ledger.query('select 1 from recovery'),
      (asked) => asked.length === 1,
    );
    await julie.goto(`${scene.stack.issuer}/moi`);
    expect(await whatIsWrong(julie, 'moi-secours')).toEqual([]);
    await julie.getByRole('button', { name: 'Ce n’est pas moi : tout arrêter' }).click();
    await julie.getByText('Une demande de secours est faite à votre nom').waitFor({ state: 'detached' });
    expect(await scene.ledger.query('select 1 from recovery where stopped_at is null')).toEqual([]);
    await stranger.context().close();
  }, 60_000);

  it('adds a passkey, and from then on signs in with nothing else', async () => {
    await plugIn(julie);
    await julie.goto(`${scene.stack.issuer}/moi/securite/cle`);
    await julie.getByRole('button', { name: 'Créer la clé d’accès' }).click();
    await julie.getByText('Votre moyen de connexion est ajouté.').waitFor();
    await signOut();
    await julie.getByRole('button', { name: LOCAL }).click();
    // The browser offers the key where the identifier is typed, and its owner takes it: nothing is typed.
    await own().waitFor();
    const [session] = await scene.ledger.query<{ acr: string }>(`select acr from web_session order by created_at desc limit 1`);
    expect(session!.acr).toBe('urn:habilis:acr:phishing-resistant');
  }, 120_000);

  it('finds a page for keys beside the form, also in a browser that has none', async () => {
    const elsewhere = await scene.someone();
    await elsewhere.goto(`${scene.stack.issuer}/session/sign-in?for=own`);
    await elsewhere.getByRole('button', { name: LOCAL }).click();
    expect(await whatIsWrong(elsewhere, 'connexion-identifiant')).toEqual([]);
    await elsewhere.getByRole('link', { name: 'Utiliser une clé d’accès' }).click();
    await elsewhere.getByRole('button', { name: 'Utiliser une clé d’accès' }).waitFor();
    expect(await whatIsWrong(elsewhere, 'connexion-cle')).toEqual([]);
  }, 120_000);

  it('is invited, makes a passkey at once, and enters the portal', async () => {
    await scene.ledger.query(`update one_time_link set used_at = null, ended_at = null`);
    await scene.ledger.query(`delete from factor`);
    const again = await scene.someone();
    await plugIn(again);
    await again.goto(await invitationOf('julie.petit@messagerie.example'));
    await again.getByRole('button', { name: /clé d’accès/ }).click();
    await again.getByRole('link', { name: /Ajouter une clé d’accès/ }).click();
    await again.getByRole('button', { name: 'Créer la clé d’accès' }).click();
    await again.getByRole('heading', { level: 1, name: 'C’est ajouté' }).waitFor();
    await again.getByRole('link', { name: 'Continuer sans codes de secours' }).click();
    await again.getByRole('heading', { level: 1, name: 'Julie PETIT' }).waitFor();
    await again.goto(`${scene.stack.portal}/sign-in`);
    await acceptCharterOnTheWay(again, patientFiles(again));
  }, 120_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  /** The address that the invitation's mail carries. */
  async function invitationOf(email: string): Promise<string> {
    const [link] = await scene.ledger.query<{ id: string }>(
      `select l.id from one_time_link l join account a on a.id = l.account_id where a.email = '${email}' and l.kind = 'invitation'`,
    );
    const db = await openDatabase(scene.stack.databaseUrl, { poolSize: 1 });
    try {
      return new PgOneTimeLinks(db, new SystemClock(), SECRETS.HABILIS_PEPPER).address(
        { id: link!.id, kind: 'invitation' },
        scene.stack.issuer,
      );
    } finally {
      await db.close();
    }
  }

  async function signOut(): Promise<void> {
    await julie.context().clearCookies();
    await julie.goto(`${scene.stack.issuer}/moi`);
    await meansPage(julie).waitFor();
  }

  async function signInWithPassword(): Promise<void> {
    await julie.getByRole('button', { name: LOCAL }).click();
    await julie.getByLabel('Identifiant').fill('Julie.Petit');
    await julie.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
    await julie.getByRole('button', { name: 'Continuer' }).click();
  }
});
