import type { RequestHandler } from './request.ts';
import { malformed } from './shaped.ts';

/**
 * Refuses an address that two readers could read differently: a parameter given twice, bad percent-encoding, control characters.
 *
 * For our own routes; the provider's endpoints have their own rules about parameters.
 *
 * @throws Refusal `request.malformed` (invalid)
 */
export const plainAddress: RequestHandler = (request, _response, next) => {
  const [path = '', query] = request.url.split(/\?(.*)/s);
  if (!isPlain(path)) throw malformed([['(address)', 'encoding']]);
  const seen = new Set<string>();
  for (const pair of query?.split('&') ?? []) {
    if (!isPlain(pair)) throw malformed([['(address)', 'encoding']]);
    const name = decodeURIComponent(pair.split('=')[0]!.replaceAll('+', ' '));
    if (seen.has(name)) throw malformed([[name.replace(/[^\w-]/g, '?').slice(0, 60), 'duplicated']]);
    if (pair !== '') seen.add(name);
  }
  next();
};

function isPlain(part: string): boolean {
  try {
    return !/[\u0000-\u001f\u007f]/.test(decodeURIComponent(part));
  } catch {
    return false;
  }
}
