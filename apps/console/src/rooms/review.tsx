import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Me, Review } from '../api/types.ts';
import { Bulk } from '../reviews/bulk.tsx';
import { ReviewFrame } from '../reviews/frame.tsx';
import { Item } from '../reviews/item.tsx';
import { PickOne } from '../reviews/pick-one.tsx';
import { PAGE, useReviewItems } from '../reviews/queries.ts';
import { Turn } from '../reviews/turn.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { t } from '../words.ts';

const STATES = ['waiting', 'kept', 'removed', 'gone', 'suspended', 'left'] as const;
const PROPOSALS = ['unused', 'orphan', 'situation-changed', 'reaches-nobody'] as const;

/** One review: how far it is, and its roles to confirm or take back, one or many at a time. @fr revue des habilitations */
export function ReviewRoom({ me }: { me: Me }) {
  return <ReviewFrame>{(review) => <Items me={me} review={review} />}</ReviewFrame>;
}

function Items({ me, review }: { me: Me; review: Review }) {
  const [address, setAddress] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = useReviewItems(review.id, address.toString());
  const rows = items.data?.items ?? [];
  const open = rows.filter((each) => !review.over && each.mayDecide && ['waiting', 'kept'].includes(each.state));
  const go = (patch: Record<string, string>) => {
    setChosen(new Set());
    setAddress(Object.entries({ ...Object.fromEntries(address), ...patch }).filter(([, value]) => value !== ''));
  };
  const narrow = (name: string) => (value: string) => go({ [name]: value, offset: '' });
  const toggle = (grant: string) =>
    setChosen((before) => new Set(before.has(grant) ? [...before].filter((each) => each !== grant) : [...before, grant]));
  const all = open.length > 0 && open.every(({ grant }) => chosen.has(grant));
  const { unplanned } = review.progress;
  return (
    <>
      <search className="filters">
        <PickOne name="state" value={address.get('state') ?? ''} options={STATES} set={narrow('state')} />
        <PickOne name="proposal" value={address.get('proposal') ?? ''} options={PROPOSALS} set={narrow('proposal')} />
        <label className="check">
          <input
            type="checkbox"
            checked={address.get('unplanned') === 'true'}
            onChange={(event) => narrow('unplanned')(event.target.checked ? 'true' : '')}
          />
          {t('reviews.only-unplanned', { count: unplanned })}
        </label>
      </search>
      {!review.over && open.length > 0 && <Bulk review={review.id} rows={rows} chosen={chosen} done={() => setChosen(new Set())} />}
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
              me={me}
              review={review}
              item={each}
              open={open.includes(each)}
              chosen={chosen.has(each.grant)}
              toggle={() => toggle(each.grant)}
            />
          ))}
        </ul>
      )}
      <Turn
        offset={Number(address.get('offset') ?? 0)}
        size={PAGE}
        more={items.data?.more ?? false}
        go={(offset) => go({ offset })}
        label={t('reviews.list')}
      />
    </>
  );
}
