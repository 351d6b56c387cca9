import type { Review } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { t } from '../words.ts';

const STATES = ['waiting', 'kept', 'removed', 'gone', 'suspended', 'left'] as const;

/** How many roles have an answer, as a bar and in words. */
export function ReviewProgress({ progress }: { progress: Review['progress'] }) {
  const all = STATES.reduce((sum, state) => sum + progress[state], 0);
  const done = progress.kept + progress.removed + progress.gone;
  const words = t('reviews.progress', { count: done, all });
  if (all === 0) return null;
  return (
    <p className="review-progress">
      <progress value={done} max={all} aria-label={words} />
      <span>{words}</span>
    </p>
  );
}

/** How far the plan of action is; what is late stands out. */
export function ActionCounts({ progress: { actions, unplanned } }: { progress: Review['progress'] }) {
  const closed = actions.done + actions['given-up'];
  const all = closed + actions['to-do'] + actions.late;
  return (
    <p className="hint">
      {t('reviews.actions-counted', { count: all, closed: t('reviews.closed-counted', { count: closed }) })}{' '}
      {unplanned > 0 && t('reviews.unplanned-counted', { count: unplanned })}{' '}
      {actions.late > 0 && <Badge tone="danger">{t('reviews.late-counted', { count: actions.late })}</Badge>}
    </p>
  );
}
