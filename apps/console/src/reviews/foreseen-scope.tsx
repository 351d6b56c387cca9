import type { ReviewStarted } from '../api/types.ts';
import { t } from '../words.ts';

/** What the review would hold and how many roles fall to each, or why it may not be opened so, as the service foresees it. */
export function ForeseenScope({ foreseen }: { foreseen: ReviewStarted }) {
  const { items, shared, people, proposals, shares, refused } = foreseen;
  const counted = { items: t('reviews.scope-items', { count: items }), people: t('reviews.scope-people', { count: people }) };
  const { unused, orphan, 'situation-changed': changed } = proposals;
  return (
    <div role="status" className="preview">
      {refused && (
        <p>
          <strong>{refused.sentence}</strong>
        </p>
      )}
      {items > 0 && (
        <>
          <p>
            {t('reviews.form-scope', { ...counted, unused, orphan, changed })}
            {shared > 0 && ` ${t('reviews.form-shared', { count: shared })}`}
          </p>
          <ul>
            {shares.map(({ person, items: count, passed }) => (
              <li key={person?.id ?? ''}>
                {t('reviews.share', { who: person?.name ?? t('reviews.whoever'), count })}
                {passed > 0 && ` ${t('reviews.share-passed', { count: passed })}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
