import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { picture } from '../support/browser.ts';

const { source } = createRequire(import.meta.url)('axe-core') as typeof axe;
/** The rules that look at colours: all that dark can break once light is right. */
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };
const SCHEMES = { light: {}, dark: COLOURS } as const;
const WIDTHS = [1280, 390] as const;
const NARROWEST = 320;

/**
 * What is wrong with a page as people meet it: axe in light and dark, wide and narrow; sideways scrolling on the
 * narrowest screen; a content policy that would let something in.
 *
 * @returns one line for each thing wrong; leaves the page light and wide
 */
export async function whatIsWrong(page: Page, name: string): Promise<string[]> {
  const wrong = new Set<string>();
  await page.evaluate(source);
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await picture(page, `${name}-${width}-${colorScheme}`);
      for (const each of await axeFindings(page, SCHEMES[colorScheme])) wrong.add(`${name}, ${colorScheme} at ${width} px: ${each}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: NARROWEST, height: 640 });
  await picture(page, `${name}-${NARROWEST}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > NARROWEST) wrong.add(`${name}: ${wide} px wide on a screen of ${NARROWEST}`);
  await page.setViewportSize({ width: 1280, height: 800 });
  return [...wrong];
}

async function axeFindings(page: Page, options: axe.RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (rules) => (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'], ...rules }),
    options,
  );
  return violations.map(({ id, help, nodes }) => `${id} (${help}) ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** The parts of a page's policy that let something in, beyond what its kind needs. */
export function policyGaps(policy: string | null, kind: 'page' | 'app'): string[] {
  const needed = [
    `default-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    'form-action ',
    ...(kind === 'app' ? [`script-src 'self'`] : []),
  ];
  const gaps = needed.filter((each) => !policy?.includes(each)).map((each) => `lacks ${each}`);
  if (/unsafe-|\*|data:|blob:|https?:(?!\/\/)/.test(policy ?? '')) gaps.push(`opens too much: ${policy}`);
  if (kind === 'page' && /script-src/.test(policy ?? '')) gaps.push('lets scripts in');
  return gaps;
}

/** What a browser fetches to show an address: bytes once packed, and those that were sent. */
export async function weight(page: Page, address: string): Promise<{ bytes: number; sent: number; files: string[] }> {
  const fetched = new Map<string, Promise<number>>();
  const sendings: Promise<number>[] = [];
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url());
    if (origin !== new URL(address).origin || pathname.startsWith('/api/')) return;
    sendings.push(
      response
        .request()
        .sizes()
        .then(
          ({ responseBodySize }) => responseBodySize,
          () => 0,
        ),
    );
    fetched.set(
      pathname,
      response.body().then(
        (body) => gzipSync(body, { level: 6 }).length,
        () => 0,
      ),
    );
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  const [sizes, sent] = await Promise.all([Promise.all(fetched.values()), Promise.all(sendings)]);
  const sum = (all: number[]) => all.reduce((total, each) => total + each, 0);
  return { bytes: sum(sizes), sent: sum(sent), files: [...fetched.keys()] };
}
