import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { picture } from '../support/browser.ts';
import type { Stack } from '../support/stack.ts';
import { acceptCharterOnTheWay, meansPage, signInAs } from './sign-in.ts';
import { onScene } from './scene.ts';

/** The reception terminal of the example configuration: it has no keyboard and keeps no secret. */
const terminal = ({ issuer }: Stack) =>
  oidc.discovery(new URL(issuer), 'borne-accueil', undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });

describe('a device without a keyboard, and a person whose browser runs no script', () => {
  let device: oidc.Configuration;
  let claire: Page;

  const scene = onScene(async (scene) => {
    [device, claire] = await Promise.all([terminal(scene.stack), scene.someone({ javaScriptEnabled: false })]);
  });

  /** Types the code of the device where it says to; ends where the person checks it is theirs. */
  async function typeCode({ verification_uri, user_code }: oidc.DeviceAuthorizationResponse): Promise<void> {
    await claire.goto(verification_uri);
    await claire.getByLabel('Code de l’appareil').fill(user_code);
    await claire.getByRole('button', { name: 'Continuer' }).click();
    await claire.getByRole('heading', { name: 'Est-ce bien votre appareil ?' }).waitFor();
    await claire.getByText(user_code).waitFor();
  }

  it('are connected once the person has recognised the code and proved who they are', async () => {
    const begun = await oidc.initiateDeviceAuthorization(device, { scope: 'openid profile' });
    await typeCode(begun);
    await picture(claire, 'appareil-code');
    await claire.getByRole('button', { name: 'Oui, c’est mon appareil' }).click();
    await meansPage(claire).waitFor();
    await signInAs(claire, 'Claire MOREAU');
    await acceptCharterOnTheWay(claire, claire.getByRole('heading', { name: 'Appareil connecté' }));
    await picture(claire, 'appareil-connecte');
    const tokens = await oidc.pollDeviceAuthorizationGrant(device, { ...begun, interval: 0.2 });
    const { name } = await oidc.fetchUserInfo(device, tokens.access_token, tokens.claims()!.sub);
    expect(name).toBe('Claire MOREAU');
  }, 60_000);

  it('meet by a code to be scanned, which the person still checks', async () => {
    const begun = await oidc.initiateDeviceAuthorization(device, { scope: 'openid' });
    await claire.goto(begun.verification_uri_complete!);
    await claire.getByText('Vérifiez d’abord que c’est bien le vôtre.').waitFor();
    await picture(claire, 'appareil-scanne');
    await claire.getByRole('button', { name: 'Vérifier le code' }).click();
    await claire.getByText(begun.user_code).waitFor();
    await claire.getByRole('button', { name: 'Oui, c’est mon appareil' }).click();
    await claire.getByRole('heading', { name: 'Appareil connecté' }).waitFor();
    await expect(oidc.pollDeviceAuthorizationGrant(device, { ...begun, interval: 0.2 })).resolves.toHaveProperty('access_token');
  }, 60_000);

  it('are not when the person says the code is not theirs', async () => {
    const begun = await oidc.initiateDeviceAuthorization(device, { scope: 'openid' });
    await typeCode(begun);
    await claire.getByRole('button', { name: 'Non, refuser' }).click();
    await claire.getByText('La connexion de l’appareil a été abandonnée.').waitFor();
    await expect(oidc.pollDeviceAuthorizationGrant(device, { ...begun, interval: 0.2 })).rejects.toMatchObject({ error: 'access_denied' });
  }, 60_000);

  it('never left this machine, nor met a content policy', () => {
    expect(scene.chromium.complaints).toEqual([]);
  });
});
