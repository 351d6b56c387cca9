import { Refusal } from '@habilis/kernel';
import type { IncomingMessage } from 'node:http';

/**
 * Refuses a form posted by another site.
 *
 * Both headers are the browser's own; one of them is there on every form. The cookie of the interaction, which
 * other sites' forms do not carry, is the other half.
 *
 * @throws Refusal `request.cross-site` (forbidden)
 */
export function mustComeFromHere({ headers }: IncomingMessage, issuer: string): void {
  const [site, origin] = [headers['sec-fetch-site'], headers.origin];
  const known = site !== undefined || origin !== undefined;
  const ours = (site === undefined || site === 'same-origin') && (origin === undefined || origin === new URL(issuer).origin);
  if (!known || !ours) throw new Refusal('request.cross-site', 'forbidden');
}
