import { Refusal } from '@habilis/kernel';
import { at } from './pointer.ts';
import { reaches, type Level } from './level.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

type Assurance = UpstreamSettings['assurance'];

/**
 * What the upstream's `acr` is worth to us.
 *
 * More than was asked is good: PSC answers eidas3 to who asked eidas1. None, an unknown one or a list is never guessed.
 *
 * @throws Refusal `upstream.level-absent`, `upstream.level-unknown` or `upstream.level-too-low` (forbidden)
 * @fr niveau de garantie
 */
export function levelOf(acr: unknown, assurance: Assurance): Level {
  if (acr === undefined || acr === '') {
    if (assurance.absent === 'refuse') throw new Refusal('upstream.level-absent', 'forbidden');
    return assurance.absent;
  }
  const level = typeof acr === 'string' && Object.hasOwn(assurance.levels, acr) ? assurance.levels[acr] : undefined;
  if (!level) throw new Refusal(isLowest(acr) ? 'upstream.level-too-low' : 'upstream.level-unknown', 'forbidden');
  if (!reaches(level, assurance.minimum)) throw new Refusal('upstream.level-too-low', 'forbidden');
  return level;
}

/** ISO 29115 writes « no assurance » so, and Keycloak answers it for a session it has not verified. */
const isLowest = (acr: unknown) => acr === '0';

/** How the person signed in, as amr of RFC 8176: what the upstream says, or what its own words are worth. */
export function methodsOf(claims: Readonly<Record<string, unknown>>, assurance: Assurance): string[] {
  const { amr } = claims;
  if (Array.isArray(amr))
    return amr.filter((each): each is string => typeof each === 'string' && /^[\w.:-]{1,40}$/.test(each)).slice(0, 10);
  const { methods } = assurance;
  const used = methods && at(claims, methods.at);
  return typeof used === 'string' && Object.hasOwn(methods!.values, used) ? [...methods!.values[used]!] : [];
}
