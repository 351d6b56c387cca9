import type { Page } from 'playwright-core';
import { anotherTab, picture } from '../support/browser.ts';
import { enterPortal, goToPsc, knockAtPortal, meansPage, patientFiles, proveToBe, PSC } from './sign-in.ts';
import { ALL_SHUT, HeldTokens } from './tokens.ts';
import { onScene } from './scene.ts';

const FOCH = { id: 'dos-1002', structure: 'org-cabinet-foch' };

describe('a person and their own account', () => {
  let claire: Page;

  const scene = onScene(async (scene) => {
    claire = await scene.someone();
    await enterPortal(claire, scene.stack, 'Claire MOREAU');
  });

  it('shows how far they can go and why, where they are signed in, and what they accepted', async () => {
    const own = await openOwnPages();
    await own.getByText('Vous pouvez accéder aux portails de vos organisations.').waitFor();
    await own.getByRole('heading', { name: /CPTS du Pays de Briey/ }).waitFor();
    await picture(own, 'moi');

    await own.getByRole('link', { name: /Mes sessions/ }).click();
    await own.getByText('Dossiers partagés').waitFor();
    await own.getByText('Ce navigateur', { exact: true }).waitFor();
    await own.getByText('Cet ordinateur même').waitFor();
    await picture(own, 'moi-sessions');
    await own.getByRole('link', { name: 'Revenir à mon compte' }).click();

    await own.getByRole('link', { name: /Mes chartes/ }).click();
    await own.getByText('Acceptée').waitFor();
    await picture(own, 'moi-chartes');
    await own.getByRole('link', { name: 'Lire la version 1' }).click();
    await own.getByRole('heading', { name: 'Article 8 – Votre engagement' }).waitFor();
    await own.close();
  }, 60_000);

  it('ends every other session in one act, and this one goes on', async () => {
    const elsewhere = await scene.someone();
    await enterPortal(elsewhere, scene.stack, 'Claire MOREAU');
    const own = await openOwnPages();
    await own.goto(`${scene.stack.issuer}/moi/sessions`);
    await own.getByText('2 sessions ouvertes').waitFor();
    await picture(own, 'moi-sessions-deux');
    await own.getByRole('button', { name: 'Déconnecter toutes les autres' }).click();
    await own.getByText('toutes les autres sessions sont fermées').waitFor();
    expect(await own.getByRole('button', { name: 'Déconnecter toutes les autres' }).count()).toBe(0);
    await elsewhere.goto(`${scene.stack.issuer}/moi`);
    await meansPage(elsewhere).waitFor();
    await own.close();
  }, 60_000);

  it('sees the last sessions first when there are many, and more of them on demand', async () => {
    await scene.ledger.query(
      `insert into oidc_record select (jsonb_populate_record(null::oidc_record, to_jsonb(r) || jsonb_build_object('id', 'copy-' || n, 'uid', 'copy-of-session-' || lpad(n::text, 4, '0'),
         'payload', r.payload::jsonb || jsonb_build_object('uid', 'copy-of-session-' || lpad(n::text, 4, '0'), 'authorizations', '{}'::jsonb)))).*
       from (select * from oidc_record where model = 'Session' and account_id = 'acc-claire-moreau' and ended_at is null limit 1) r,
         generate_series(1, 14) n`,
    );
    const own = await openOwnPages();
    await own.goto(`${scene.stack.issuer}/moi/sessions`);
    await own.getByText('15 sessions ouvertes').waitFor();
    const ends = own.getByRole('button', { name: /^(Mettre fin à cette session|Me déconnecter)/ });
    expect(await ends.count()).toBe(10);
    await own.getByRole('heading', { name: /Ce navigateur/ }).waitFor();
    await own.getByRole('link', { name: 'Voir plus (5 autres)' }).click();
    await own.getByRole('link', { name: /Voir plus/ }).waitFor({ state: 'detached' });
    expect(await ends.count()).toBe(15);
    await picture(own, 'moi-sessions-toutes');
    await own.getByRole('button', { name: 'Déconnecter toutes les autres' }).click();
    await own.getByText('toutes les autres sessions sont fermées').waitFor();
    await own.close();
  }, 60_000);

  it('leaves the session of Pro Santé Connect alone when ours ends by itself, and asks whether it is them', async () => {
    await timeOut();
    await claire.goto(scene.stack.portal);
    await claire.getByRole('heading', { name: 'Session terminée' }).waitFor();
    await claire.getByRole('link', { name: 'Se connecter' }).click();
    await claire.getByRole('button', { name: PSC }).click();
    await claire.getByRole('heading', { name: 'C’est bien vous ?' }).waitFor();
    await claire.getByText('Claire MOREAU').waitFor();
    await picture(claire, 'confirmation');
    await claire.getByRole('button', { name: 'Oui, continuer' }).click();
    await patientFiles(claire).waitFor();
  }, 60_000);

  it('gives somebody else at the same computer a way out, which closes the session left open', async () => {
    await timeOut();
    await claire.goto(`${scene.stack.portal}/sign-in`);
    await claire.getByRole('button', { name: PSC }).click();
    await claire.getByRole('button', { name: 'Ce n’est pas moi' }).click();
    await meansPage(claire).waitFor();
    await goToPsc(claire);
    await proveToBe(claire, 'Claire MOREAU');
    await patientFiles(claire).waitFor();
  }, 60_000);

  it('closes the session of Pro Santé Connect too when they sign out', async () => {
    const own = await openOwnPages();
    await own.getByRole('button', { name: 'Se déconnecter' }).click();
    const everywhere = own.getByRole('button', { name: 'Me déconnecter partout' });
    await everywhere.or(own.getByRole('link', { name: 'Mon compte' })).waitFor();
    await picture(own, 'deconnexion');
    if (await everywhere.isVisible()) await everywhere.click();
    await own.getByRole('link', { name: 'Mon compte' }).waitFor();
    await picture(own, 'accueil');

    await claire.goto(scene.stack.portal);
    await claire.getByRole('heading', { name: /Bienvenue|Session terminée/ }).waitFor();
    await knockAtPortal(claire, scene.stack);
    await goToPsc(claire);
    await proveToBe(claire, 'Claire MOREAU');
    await patientFiles(claire).waitFor();
  }, 60_000);

  it('closes their account: consequences first, a fresh sign-in, a dated receipt, and every access ended', async () => {
    const tokens = await HeldTokens.of(claire, scene.stack);
    await scene.ledger.query(`update web_session set auth_time = auth_time - interval '1 hour'`);
    const own = await openOwnPages();
    await scene.ledger.query(`update web_session set auth_time = auth_time - interval '1 hour'`);
    await own.getByRole('link', { name: /Clore mon compte/ }).click();
    await own.getByText('Tous vos accès se ferment à l’instant').waitFor();
    await picture(own, 'cloture-1');
    await own.getByRole('link', { name: 'Me connecter à nouveau' }).click();
    await meansPage(own).waitFor();
    await goToPsc(own);
    await proveToBe(own, 'Claire MOREAU');
    await own.getByLabel('Pourquoi clore votre compte ?').selectOption({ label: 'Je n’en ai plus besoin' });
    await picture(own, 'cloture-2');
    await own.getByRole('button', { name: 'Clore mon compte maintenant' }).click();
    await own.getByRole('heading', { name: 'Récépissé de clôture de compte' }).waitFor();
    await picture(own, 'cloture-3');
    const receipt = await own.getByRole('main').innerText();
    expect(receipt).toMatch(/Numéro\s+\S{6,}/);
    expect(receipt).toContain(new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long' }).format(new Date()));

    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_SHUT);
    await scene.ledger.portalsTold('acc-claire-moreau');
    await claire.reload();
    await claire.getByRole('heading', { name: 'Bienvenue' }).waitFor();
    await own.goto(`${scene.stack.issuer}/moi`);
    await meansPage(own).waitFor();
  }, 60_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  async function openOwnPages(): Promise<Page> {
    const own = await anotherTab(claire);
    await own.goto(`${scene.stack.issuer}/moi`);
    await own.getByRole('heading', { level: 1, name: 'Claire MOREAU' }).waitFor();
    return own;
  }

  /** Our sessions have been idle for too long; nobody signed out of anything. */
  async function timeOut(): Promise<void> {
    await scene.ledger.query(`update oidc_record set expires_at = now() - interval '1 hour' where model = 'Session'`);
    await scene.ledger.query(`delete from web_session`);
  }
});
