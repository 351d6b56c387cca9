import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Me, Review, ReviewAction } from '../api/types.ts';
import { ReviewFrame } from '../reviews/frame.tsx';
import { holderOf } from '../reviews/holder.ts';
import { PlanForm } from '../reviews/plan-form.tsx';
import { PAGE, useReviewActions } from '../reviews/queries.ts';
import { SettleForm } from '../reviews/settle-form.tsx';
import { Turn } from '../reviews/turn.tsx';
import { Badge, type Tone } from '../shell/badge.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { day } from '../when.ts';
import { t } from '../words.ts';
import { PickOne } from '../reviews/pick-one.tsx';

const STATES = ['to-do', 'late', 'done', 'given-up'] as const;
const TONE = { 'to-do': 'warning', late: 'danger', done: 'success', 'given-up': 'info' } as const satisfies Record<
  ReviewAction['state'],
  Tone
>;

/** What is to be done about what a review found, by whom, until when. @fr plan d'action d'une revue */
export function ReviewActionsRoom({ me }: { me: Me }) {
  return <ReviewFrame>{(review) => <Plan me={me} review={review} />}</ReviewFrame>;
}

function Plan({ me, review }: { me: Me; review: Review }) {
  const [address, setAddress] = useSearchParams();
  const [planning, setPlanning] = useState(false);
  const found = useReviewActions(review.id, address.toString());
  const offset = Number(address.get('offset') ?? 0);
  const state = address.get('state') ?? '';
  const go = (patch: Record<string, string>) =>
    setAddress(Object.entries({ ...Object.fromEntries(address), ...patch }).filter(([, value]) => value !== ''));
  const items = found.data?.items ?? [];
  return (
    <>
      <search className="filters">
        <PickOne name="action-state" value={state} options={STATES} set={(next) => go({ state: next, offset: '' })} />
      </search>
      {review.mayPlan && !planning && (
        <div className="actions">
          <button type="button" className="button secondary" onClick={() => setPlanning(true)}>
            {t('reviews.plan-whole')}
          </button>
        </div>
      )}
      {planning && (
        <div className="card">
          <PlanForm me={me} review={review} item={null} close={() => setPlanning(false)} />
        </div>
      )}
      {found.isPending && <Loading />}
      {found.error && !found.data && <Failed problem={found.error} retry={() => void found.refetch()} level="h2" />}
      {found.data && items.length === 0 && (
        <Empty title={t(state === '' ? 'reviews.no-action' : 'reviews.no-such-action')}>
          <p>{t('reviews.no-action-text')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <ul className="requests" aria-label={t('reviews.plan')}>
          {items.map((each) => (
            <ActionCard key={each.id} review={review.id} action={each} />
          ))}
        </ul>
      )}
      <Turn offset={offset} size={PAGE} more={found.data?.more ?? false} go={(next) => go({ offset: next })} label={t('reviews.plan')} />
    </>
  );
}

function ActionCard({ review, action }: { review: string; action: ReviewAction }) {
  const [settling, setSettling] = useState(false);
  const { task, finding, person, structure, role, organisation, owner, due, state, plannedBy, plannedAt } = action;
  const { done, givenUp, closedBy, closedAt, maySettle } = action;
  return (
    <li className="card request">
      <div className="request-who">
        <h2>
          {task} <Badge tone={TONE[state]}>{t(`reviews.action-state-${state}`)}</Badge>
        </h2>
        <p>
          {t(`reviews.finding-${finding}`)}
          {role && (
            <>
              {' · '}
              {person ? <Link to={`/members/${person.id}`}>{person.name}</Link> : holderOf({ person, structure })}, {role.name}
            </>
          )}
        </p>
        <p>{t('reviews.owned', { who: owner.name, day: day(due) })}</p>
        {done !== null && <p>{t('reviews.was-done', { done })}</p>}
        {givenUp && <p>{t(`reviews.given-up-${givenUp}`)}</p>}
        <p className="hint">
          {organisation.name} · {t('reviews.planned-by', { who: plannedBy.name, day: day(plannedAt) })}
          {closedBy && closedAt && ` · ${t('reviews.closed-by', { who: closedBy.name, day: day(closedAt) })}`}
        </p>
        {settling && <SettleForm review={review} action={action} close={() => setSettling(false)} />}
      </div>
      {maySettle && !settling && (
        <div className="request-acts">
          <button
            type="button"
            className="button secondary"
            onClick={() => setSettling(true)}
            aria-label={t('reviews.settle-named', { task })}
          >
            {t('reviews.settle')}
          </button>
        </div>
      )}
    </li>
  );
}
