import type { Limit, Standing } from '../api/types.ts';
import { day } from '../when.ts';
import { t } from '../words.ts';

/** How far the person can go at one organisation, in a sentence. */
export const reachSentence = ({ reach, organisation }: Standing) => t(`reach-long.${reach}`, { organisation: organisation.name });

/** Why, one sentence a limit, the hardest first: that is the one to settle. */
export function limitSentences({ limits, organisation }: Standing): string[] {
  const order = ['nowhere', 'own-account', 'portals'];
  return limits
    .toSorted((one, other) => order.indexOf(one.reach) - order.indexOf(other.reach))
    .map((limit) => limitSentence(limit, organisation.name));
}

function limitSentence(limit: Limit, organisation: string): string {
  if (limit.kind === 'stage') return t(`limit.stage-${limit.stage}`);
  if (limit.kind === 'charter') return t('limit.charter', { version: limit.version });
  if (limit.kind === 'no-membership') return t('limit.no-membership', { organisation });
  return limit.until ? t(`limit.hold-${limit.hold}-until`, { day: day(limit.until) }) : t(`limit.hold-${limit.hold}`);
}
