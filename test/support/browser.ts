import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumPath } from '../../apps/stack/setup.mjs';

/** A real Chromium, in which each person has a browser of their own. */
export interface Chromium {
  /** Somebody's browser, with no cookie in common with anybody's; in French, in Paris. */
  someone(options?: BrowserContextOptions): Promise<Page>;
  /** What no page of ours may ever do: call another machine, be stopped by its own policy, or fail in a script. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openChromium(): Promise<Chromium> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('no Chromium: see ensureChromium in apps/stack/setup.mjs');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--lang=fr-FR'],
  });
  const complaints: string[] = [];
  return {
    complaints,
    someone: (options) => someone(browser, complaints, options),
    close: () => browser.close(),
  };
}

async function someone(browser: Browser, complaints: string[], options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(10_000);
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') complaints.push(`left this machine: ${request.url()}`);
  });
  context.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type|Refused to/i.test(message.text()))
      complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`${error.page()?.url()}: ${error.error().message}`));
  return context.newPage();
}

/** Another tab of the same person's browser. */
export const anotherTab = (page: Page): Promise<Page> => page.context().newPage();

/**
 * Keeps what the page looks like, in the folder that `HABILIS_PICTURES` names; does nothing without it.
 *
 * @param fullPage false: only what a screen shows at once
 */
export async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = process.env['HABILIS_PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
}

/**
 * Looks again and again until what is seen is right.
 *
 * @param within milliseconds
 * @throws Error with what was last seen
 */
export async function eventually<T>(look: () => Promise<T>, isRight: (seen: T) => boolean, within = 10_000): Promise<T> {
  for (const until = Date.now() + within; ;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    if (Date.now() > until) throw new Error(`not within ${within} ms; last seen: ${JSON.stringify(seen)?.slice(0, 1500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
