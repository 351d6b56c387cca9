import type { Locator, Page } from 'playwright-core';
import type { Stack } from '../support/stack.ts';

export const PSC = 'Pro Santé Connect';

/** Opens the portal and asks to come in; ends on the page where a means is chosen. */
export async function knockAtPortal(page: Page, { portal }: Stack): Promise<void> {
  await page.goto(portal);
  await page.getByRole('link', { name: 'Se connecter' }).click();
  await meansPage(page).waitFor();
}

/** Goes from the choice of a means to Pro Santé Connect; ends where it asks who is there. */
export async function goToPsc(page: Page): Promise<void> {
  await page.getByRole('button', { name: PSC }).click();
  await page.getByRole('heading', { name: 'Qui se connecte ?' }).waitFor();
}

/** Proves at Pro Santé Connect to be somebody, with a card; ends wherever Habilis leads. */
export async function proveToBe(page: Page, person: string): Promise<void> {
  await page.getByLabel(/carte/i).check();
  await page.getByRole('button', { name: person }).click();
}

/** From the choice of a means to wherever Habilis leads after it. */
export async function signInAs(page: Page, person: string): Promise<void> {
  await goToPsc(page);
  await proveToBe(page, person);
}

/** Comes into the portal, for someone whom nothing keeps out; accepts the charter on the way when it is asked. */
export async function enterPortal(page: Page, stack: Stack, person: string): Promise<void> {
  await knockAtPortal(page, stack);
  await signInAs(page, person);
  await acceptCharterOnTheWay(page, patientFiles(page));
}

export const meansPage = (page: Page) => page.getByRole('heading', { name: 'Choisissez comment vous connecter' });
export const patientFiles = (page: Page) => page.getByRole('heading', { name: 'Dossiers des patients' });
export const charterPage = (page: Page) => page.getByRole('heading', { level: 1, name: /^Charte d’usage/ });

export async function acceptCharter(page: Page): Promise<void> {
  await page.getByLabel('J’ai lu la charte').check();
  await page.getByRole('button', { name: 'J’accepte la charte' }).click();
}

/** Waits for a place, and accepts the charter when it is asked for first. */
export async function acceptCharterOnTheWay(page: Page, place: Locator): Promise<void> {
  await place.or(charterPage(page)).first().waitFor();
  if (await charterPage(page).isVisible()) await acceptCharter(page);
  await place.waitFor();
}

/** What the portal shows of one file. */
export async function fileAt(page: Page, id: string): Promise<{ allowed: boolean; says: string }> {
  const file = page.locator(`#${id}`);
  return { allowed: (await file.getAttribute('data-allowed')) === 'true', says: (await file.innerText()).replace(/\s+/g, ' ') };
}
