import type { Page } from 'playwright-core';

/** Gives a browser's page a device that keeps passkeys and says yes, as a fingerprint reader whose owner is there. */
export async function plugIn(page: Page): Promise<{ forget(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { forget: async () => void (await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })) };
}
