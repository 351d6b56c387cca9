import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Review, ReviewItem } from '../api/types.ts';
import { Bulk } from '../reviews/bulk.tsx';
import { holderOf } from '../reviews/holder.ts';
import { ReviewProgress } from '../reviews/progress.tsx';
import { PAGE, useReview, useReviewItems } from '../reviews/queries.ts';
import { Badge, type Tone } from '../shell/badge.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day } from '../when.ts';
import { t } from '../words.ts';

const STATES = ['waiting', 'kept', 'removed', 'gone', 'suspended', 'left'] as const;
const PROPOSALS = ['unused', 'orphan', 'situation-changed', 'reaches-nobody'] as const;
const TONE = {
  ...{ waiting: 'warning', kept: 'success', removed: 'danger' },
  ...{ gone: 'info', suspended: 'danger', left: 'info' },
} as const satisfies Record<ReviewItem['state'], Tone>;

/** One review: how far it is, and its roles to confirm or take back, one or many at a time. @fr revue des habilitations */
export function ReviewRoom() {
  const { id = '' } = useParams();
  const review = useReview(id);
  useTitle(review.data?.title ?? t('reviews.title'));
  if (review.error && !review.data) return <Failed problem={review.error} retry={() => void review.refetch()} />;
  if (!review.data) return <Loading lines={8} />;
  const { title, organisation, deadline, over, silence, progress } = review.data;
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
      <Items review={review.data} />
    </>
  );
}

function Items({ review }: { review: Review }) {
  const [address, setAddress] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const offset = Number(address.get('offset') ?? 0);
  const items = useReviewItems(review.id, address.toString());
  const rows = items.data?.items ?? [];
  const open = rows.filter((each) => !review.over && each.mayDecide && ['waiting', 'kept'].includes(each.state));
  const go = (patch: Record<string, string>) => {
    setChosen(new Set());
    setAddress(Object.entries({ ...Object.fromEntries(address), ...patch }).filter(([, value]) => value !== ''));
  };
  const toggle = (grant: string) =>
    setChosen((before) => new Set(before.has(grant) ? [...before].filter((each) => each !== grant) : [...before, grant]));
  const all = open.length > 0 && open.every(({ grant }) => chosen.has(grant));
  return (
    <>
      <search className="filters">
        <Pick name="state" value={address.get('state') ?? ''} options={STATES} set={(state) => go({ state, offset: '' })} />
        <Pick name="proposal" value={address.get('proposal') ?? ''} options={PROPOSALS} set={(proposal) => go({ proposal, offset: '' })} />
      </search>
      {!review.over && <Bulk review={review.id} rows={rows} chosen={chosen} done={() => setChosen(new Set())} />}
      {items.error && !items.data && <Failed problem={items.error} retry={() => void items.refetch()} level="h2" />}
      {items.isPending && <Loading lines={6} />}
      {items.data && rows.length === 0 && <p className="hint">{t('reviews.none')}</p>}
      {open.length > 0 && (
        <label className="check">
          <input type="checkbox" checked={all} onChange={() => setChosen(new Set(all ? [] : open.map(({ grant }) => grant)))} />
          {t('reviews.select-all')}
        </label>
      )}
      {rows.length > 0 && (
        <ul className="lines card review-items" aria-label={t('reviews.list')}>
          {rows.map((each) => (
            <Item
              key={each.grant}
              item={each}
              open={open.includes(each)}
              chosen={chosen.has(each.grant)}
              toggle={() => toggle(each.grant)}
            />
          ))}
        </ul>
      )}
      <nav className="pages" aria-label={t('reviews.list')}>
        {offset > 0 && (
          <button type="button" className="button secondary" onClick={() => go({ offset: String(Math.max(0, offset - PAGE) || '') })}>
            {t('reviews.previous')}
          </button>
        )}
        {items.data?.more && (
          <button type="button" className="button secondary" onClick={() => go({ offset: String(offset + PAGE) })}>
            {t('reviews.next')}
          </button>
        )}
      </nav>
    </>
  );
}

function Item({ item, open, chosen, toggle }: { item: ReviewItem; open: boolean; chosen: boolean; toggle: () => void }) {
  const { person, role, organisation, since, proposal, state, why, own, reaches } = item;
  return (
    <li className="line">
      <div>
        <p className="line-title">
          {open && (
            <input
              type="checkbox"
              checked={chosen}
              onChange={toggle}
              aria-label={t('reviews.select', { role: role.name, name: holderOf(item) })}
            />
          )}
          {person ? <Link to={`/members/${person.id}`}>{person.name}</Link> : holderOf(item)}
          <Badge tone={TONE[state]}>{t(`reviews.state-${state}`)}</Badge>
          {proposal && <Badge tone="warning">{t(`reviews.proposal-${proposal}`)}</Badge>}
        </p>
        <p>
          {role.name} · {organisation.name} · {t('reviews.since', { day: day(since) })}
          {!person && ` · ${t('reviews.reaches', { count: reaches })}`}
        </p>
        {why && <p className="hint">{t(`reviews.why-${why}`)}</p>}
        {own && <p className="hint">{t(person ? 'reviews.own' : 'reviews.own-structure')}</p>}
      </div>
    </li>
  );
}

function Pick(props: { name: 'state' | 'proposal'; value: string; options: readonly string[]; set: (value: string) => void }) {
  const { name, value, options, set } = props;
  return (
    <div className="field">
      <label htmlFor={name}>{t(`reviews.${name}`)}</label>
      <select id={name} value={value} onChange={(event) => set(event.target.value)}>
        <option value="">{t(`reviews.all-${name}s`)}</option>
        {options.map((each) => (
          <option key={each} value={each}>
            {t(`reviews.${name}-${each}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
