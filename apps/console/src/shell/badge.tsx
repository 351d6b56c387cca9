import type { ReactNode } from 'react';
import type { MemberRow } from '../api/types.ts';
import { t } from '../words.ts';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

/** A state in one or two words; its colour never says it alone. */
export function Badge({ tone = 'info', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

const REACH_TONE = { portals: 'success', 'own-account': 'warning', nowhere: 'danger' } as const satisfies Record<MemberRow['reach'], Tone>;

export function ReachBadge({ reach }: { reach: MemberRow['reach'] }) {
  return <Badge tone={REACH_TONE[reach]}>{t(`reach.${reach}`)}</Badge>;
}
