import { Link } from 'react-router';
import type { Me, Review } from '../api/types.ts';
import { ActionCounts, ReviewProgress } from '../reviews/progress.tsx';
import { useReviews } from '../reviews/queries.ts';
import { Badge } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { t } from '../words.ts';

/** The rounds in which roles are confirmed or taken back. @fr campagnes de revue des habilitations */
export function ReviewsRoom({ me }: { me: Me }) {
  useTitle(t('reviews.title'));
  const reviews = useReviews();
  return (
    <>
      <header className="card-head">
        <h1>{t('reviews.title')}</h1>
        {me.acts['start-review'].length > 0 && (
          <Link className="button" to="/reviews/new">
            {t('reviews.new')}
          </Link>
        )}
      </header>
      <p className="lead">{t('reviews.lead')}</p>
      {reviews.isPending && <Loading />}
      {reviews.error && !reviews.data && <Failed problem={reviews.error} retry={() => void reviews.refetch()} level="h2" />}
      {reviews.data?.items.length === 0 && (
        <Empty title={t('reviews.empty-title')}>
          <p>{t('reviews.empty-text')}</p>
        </Empty>
      )}
      {reviews.data?.items.map((each) => (
        <ReviewCard key={each.id} review={each} />
      ))}
    </>
  );
}

function ReviewCard({ review: { id, title, organisation, deadline, over, silence, progress } }: { review: Review }) {
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>
          <Link to={`/reviews/${id}`}>{title}</Link>
        </h2>
        <Badge tone={over ? 'info' : 'warning'}>{t(over ? 'reviews.closed' : 'reviews.open')}</Badge>
      </header>
      <p className="hint">
        {organisation.name} · {t('reviews.due', { day: day(deadline) })} · {t(`reviews.silence-${silence}`)}
      </p>
      <ReviewProgress progress={progress} />
      <ActionCounts progress={progress} />
    </section>
  );
}
