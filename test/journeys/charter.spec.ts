import type { Page } from 'playwright-core';
import { anotherTab, eventually, picture } from '../support/browser.ts';
import { acceptCharter, charterPage, knockAtPortal, patientFiles, signInAs } from './sign-in.ts';
import { ALL_OPEN, ALL_SHUT, HeldTokens } from './tokens.ts';
import { onScene } from './scene.ts';

const FOCH = { id: 'dos-1002', structure: 'org-cabinet-foch' };

describe('the charter of an organisation', () => {
  let claire: Page;

  const scene = onScene(async (scene) => {
    claire = await scene.someone();
  });

  it('keeps the portal shut to whoever refuses it, and leaves them their own pages', async () => {
    await knockAtPortal(claire, scene.stack);
    await signInAs(claire, 'Claire MOREAU');
    await charterPage(claire).waitFor();
    await claire.getByRole('button', { name: 'Je refuse' }).click();
    await claire.getByText('Vous avez refusé la charte').waitFor();
    await picture(claire, 'charte-refusee');

    const own = await anotherTab(claire);
    await own.goto(`${scene.stack.issuer}/moi`);
    await own.getByText('La charte de « CPTS du Pays de Briey » (version 1) attend votre acceptation.').waitFor();
    await picture(own, 'moi-charte');
    await own.goto(`${scene.stack.issuer}/moi/chartes`);
    await own.getByText('Refusée').waitFor();
    await own.close();
  }, 60_000);

  it('is asked for again at the next sign-in, and cannot be accepted unread', async () => {
    await claire.goto(`${scene.stack.portal}/sign-in`);
    await charterPage(claire).waitFor();
    await claire.getByRole('button', { name: 'J’accepte la charte' }).click();
    await claire.getByText('Cochez cette case après avoir lu la charte.').waitFor();
    await picture(claire, 'charte-non-lue');
    await acceptCharter(claire);
    await patientFiles(claire).waitFor();
  }, 60_000);

  it('shuts every door at the instant a new version takes effect, until it is accepted', async () => {
    const tokens = await HeldTokens.of(claire, scene.stack);
    const effective = await publishNextVersion(3);
    await eventually(timeSince(effective), (since) => since > -1800);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_OPEN);
    await eventually(timeSince(effective), (since) => since > 20);
    expect(await tokens.tryDoors(FOCH)).toEqual(ALL_SHUT);

    await claire.reload();
    await claire.getByRole('heading', { name: 'Session terminée' }).waitFor();
    await claire.getByRole('link', { name: 'Se connecter' }).click();
    await claire.getByText('Version 2, applicable depuis le').waitFor();
    await acceptCharter(claire);
    await patientFiles(claire).waitFor();
    expect(await (await HeldTokens.of(claire, scene.stack)).tryDoors(FOCH)).toEqual(ALL_OPEN);
  }, 60_000);

  it('is asked of an administrator before the console', async () => {
    const sophie = await scene.someone();
    await sophie.goto(`${scene.stack.issuer}/session/sign-in?for=console`);
    await signInAs(sophie, 'Sophie BERNARD');
    await charterPage(sophie).waitFor();
    await picture(sophie, 'charte-console');
    await acceptCharter(sophie);
    await sophie.getByRole('navigation', { name: 'Principal' }).waitFor();
  }, 60_000);

  it('never left this machine, nor met its own content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });

  /** Published to the second; nothing runs when it takes effect. */
  async function publishNextVersion(seconds: number): Promise<Date> {
    const [row] = await scene.ledger.query<{ effective: Date }>(
      `insert into charter_version (organisation_id, version, title, body, sha256, published_at, effective_at)
       select organisation_id, version + 1, title, body || E'\\n\\nEt une phrase de plus.', sha256 || '2', clock_timestamp(),
         clock_timestamp() + make_interval(secs => $1)
       from charter_version where organisation_id = 'org-cpts-briey' returning effective_at as effective`,
      [seconds],
    );
    return row!.effective;
  }
});

/** Milliseconds since an instant. */
const timeSince = (at: Date) => async () => Date.now() - at.getTime();
