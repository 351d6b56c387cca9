import type { ReactNode } from 'react';
import { Link, NavLink, useParams } from 'react-router';
import type { Review } from '../api/types.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { t } from '../words.ts';
import { ReviewProgress } from './progress.tsx';
import { useReview } from './queries.ts';

/** What the two rooms of a review have in common: what it is, how far it is, its roles and its plan of action. */
export function ReviewFrame({ children }: { children: (review: Review) => ReactNode }) {
  const { id = '' } = useParams();
  const review = useReview(id);
  useTitle(review.data?.title ?? t('reviews.title'));
  if (review.error && !review.data) return <Failed problem={review.error} retry={() => void review.refetch()} />;
  if (!review.data) return <Loading lines={8} />;
  const { title, organisation, deadline, over, silence, progress } = review.data;
  const { 'to-do': toDo, late } = progress.actions;
  return (
    <>
      <p className="back">
        <Link to="/reviews">{t('reviews.title')}</Link>
      </p>
      <header className="card-head">
        <h1>{title}</h1>
        <div className="actions">
          {(['csv', 'pdf'] as const).map((format) => (
            <a key={format} className="button secondary small" href={`/api/console/v1/reviews/${id}/report?format=${format}`} download>
              {t(`reviews.${format}`)}
            </a>
          ))}
        </div>
      </header>
      <p className="lead">
        {organisation.name} · {t(over ? 'reviews.over' : 'reviews.due', { day: day(deadline) })} · {t(`reviews.silence-${silence}`)}
      </p>
      <ReviewProgress progress={progress} />
      <nav className="review-nav" aria-label={t('reviews.parts')}>
        <NavLink to={`/reviews/${id}`} end>
          {t('reviews.roles')}
        </NavLink>
        <NavLink to={`/reviews/${id}/actions`}>
          {t('reviews.plan')}
          {toDo + late > 0 && ` (${toDo + late})`}
        </NavLink>
      </nav>
      {children(review.data)}
    </>
  );
}
