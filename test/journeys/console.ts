import type { Locator, Page } from 'playwright-core';
import type { Stack } from '../support/stack.ts';
import { acceptCharterOnTheWay, signInAs } from './sign-in.ts';

/** Signs an administrator in to the console; ends on its first room. */
export async function openConsole(page: Page, { issuer }: Stack, administrator: string): Promise<void> {
  await page.goto(`${issuer}/console/`);
  await page.getByRole('link', { name: 'Se connecter' }).click();
  const rooms = page.getByRole('navigation', { name: 'Principal' });
  await signInAs(page, administrator);
  await acceptCharterOnTheWay(page, rooms);
}

export async function openRequests(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Demandes/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Demandes' }).waitFor();
}

export async function openSheet(page: Page, person: string): Promise<void> {
  await page.getByRole('link', { name: 'Membres', exact: true }).first().click();
  const [given, family] = person.split(' ');
  await page.getByLabel('Rechercher par nom').fill(family!);
  await page.waitForURL(/q=/);
  await page.getByText('1 personne affichée').waitFor();
  await page.getByRole('row', { name: `${family} ${given}` }).click();
  await page.getByRole('heading', { level: 1, name: person }).waitFor();
}

interface Act {
  /** As the button says it. */
  readonly act: string;
  readonly why: string;
  readonly role?: string;
  readonly organisation?: string;
  /** `YYYY-MM-DD`. */
  readonly from?: string;
  /** The first day without access. */
  readonly on?: string;
  readonly until?: string;
}

/** Begins an act and answers its questions; the dialog stays open on what would happen. @returns what is foretold */
export async function prepare(page: Page, { act, why, role, organisation, from, on, until }: Act): Promise<string> {
  await page.getByRole('button', { name: act }).first().click();
  const dialog = page.getByRole('dialog');
  if (organisation) await choose(dialog.getByLabel('Organisation', { exact: true }), organisation);
  if (role) await choose(dialog.getByLabel('Rôle', { exact: true }), role);
  if (from) await dialog.getByLabel('À partir du').fill(from);
  if (on) await dialog.getByLabel('Premier jour sans accès').fill(on);
  if (until) await dialog.getByLabel(/accès revient le|rôle prend fin le/).fill(until);
  await dialog.getByText(why, { exact: true }).click();
  const foretold = dialog.locator('.preview li');
  // The list empties and fills again while the form is being completed: read it once there is something to read.
  for (;;) {
    await foretold.first().waitFor();
    const words = (await foretold.allInnerTexts()).join(' ');
    if (words !== '') return words;
  }
}

async function choose(list: Locator, words: string): Promise<void> {
  await list.selectOption(await list.locator('option', { hasText: words }).getAttribute('value'));
}

/** Does what was prepared. @returns when the service had done it, by this machine's clock */
export async function confirm(page: Page): Promise<number> {
  const dialog = page.getByRole('dialog');
  const done = page.waitForResponse((response) => response.request().method() === 'POST' && !response.url().includes('preview=true'));
  await dialog.locator('button[type=submit]').click();
  const response = await done;
  if (!response.ok()) throw new Error(`${response.url()}: ${response.status()} ${await response.text()}`);
  const at = Date.now();
  await dialog.waitFor({ state: 'detached' });
  return at;
}

export async function carryOut(page: Page, act: Act): Promise<number> {
  await prepare(page, act);
  return confirm(page);
}
