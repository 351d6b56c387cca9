import type { Review } from '../api/types.ts';
import { t } from '../words.ts';

/** How many roles have an answer, as a bar and in words. */
export function ReviewProgress({ progress }: { progress: Review['progress'] }) {
  const all = Object.values(progress).reduce((sum, count) => sum + count, 0);
  const done = progress.kept + progress.removed + progress.gone;
  const words = t('reviews.progress', { done, all });
  return (
    <p className="review-progress">
      <progress value={done} max={all || 1} aria-label={words} />
      <span>{words}</span>
    </p>
  );
}
