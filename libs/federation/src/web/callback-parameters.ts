import { Refusal } from '@habilis/kernel';
import type { Request } from 'express';

/** Longer than any code seen, by far. */
const LONGEST = 4_096;

/**
 * The parameters an upstream sent the person back with, each once.
 *
 * Read from the address itself: what a framework makes of a repeated parameter depends on its settings.
 *
 * @throws Refusal `upstream.callback-malformed` (invalid)
 */
export function callbackParameters(request: Pick<Request, 'originalUrl'>): URLSearchParams {
  const query = request.originalUrl.split(/\?(.*)/s)[1] ?? '';
  if (query.length > LONGEST) throw new Refusal('upstream.callback-malformed', 'invalid', { cause: 'too-long' });
  const parameters = new URLSearchParams(query);
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) throw new Refusal('upstream.callback-malformed', 'invalid', { cause: 'repeated' });
  return parameters;
}
