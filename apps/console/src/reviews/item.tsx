import { useState } from 'react';
import { Link } from 'react-router';
import type { Me, Review, ReviewItem } from '../api/types.ts';
import { Badge, type Tone } from '../shell/badge.tsx';
import { day } from '../when.ts';
import { t } from '../words.ts';
import { holderOf } from './holder.ts';
import { PlanForm } from './plan-form.tsx';

const TONE = {
  ...{ waiting: 'warning', kept: 'success', removed: 'danger' },
  ...{ gone: 'info', suspended: 'danger', left: 'info' },
} as const satisfies Record<ReviewItem['state'], Tone>;

interface Props {
  readonly me: Me;
  readonly review: Review;
  readonly item: ReviewItem;
  /** Whether it may be chosen. */
  readonly open: boolean;
  readonly chosen: boolean;
  readonly toggle: () => void;
}

/** One line of a review: a role, who holds it, what was decided, and what is to be done about it. */
export function Item({ me, review, item, open, chosen, toggle }: Props) {
  const [planning, setPlanning] = useState(false);
  const { person, role, organisation, since, proposal, state, why, own, reaches, reviewer, substitute, mayPlan } = item;
  const names = { role: role.name, name: holderOf(item) };
  return (
    <li className="line">
      <div>
        <p className="line-title">
          {open && <input type="checkbox" checked={chosen} onChange={toggle} aria-label={t('reviews.select', names)} />}
          {person ? <Link to={`/members/${person.id}`}>{person.name}</Link> : holderOf(item)}
          <Badge tone={TONE[state]}>{t(`reviews.state-${state}`)}</Badge>
          {proposal && <Badge tone="warning">{t(`reviews.proposal-${proposal}`)}</Badge>}
        </p>
        <p>
          {role.name} · {organisation.name} · {t('reviews.since', { day: day(since) })}
          {!person && ` · ${t('reviews.reaches', { count: reaches })}`}
        </p>
        {reviewer && (
          <p className="hint">
            {t(substitute ? 'reviews.reviewers-are' : 'reviews.reviewer-is', { who: reviewer.name, substitute: substitute?.name ?? '' })}
          </p>
        )}
        {why && <p className="hint">{t(`reviews.why-${why}`)}</p>}
        {own && <p className="hint">{t(person ? 'reviews.own' : 'reviews.own-structure')}</p>}
        {planning && <PlanForm me={me} review={review} item={item} close={() => setPlanning(false)} />}
      </div>
      {mayPlan && !planning && (
        <button
          type="button"
          className="button secondary small"
          onClick={() => setPlanning(true)}
          aria-label={t('reviews.plan-named', names)}
        >
          {t('reviews.plan-one')}
        </button>
      )}
    </li>
  );
}
