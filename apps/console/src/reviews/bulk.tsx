import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { NotDone } from '../acts/not-done.tsx';
import { useRefresh } from '../api/queries.ts';
import type { Decided, ReviewItem } from '../api/types.ts';
import { t } from '../words.ts';
import { holderOf } from './holder.ts';
import { decideReview } from './queries.ts';

/** The reasons for each decision, as the service lists them. */
const REASONS = {
  keep: ['duties-unchanged', 'checked-with-structure', 'needed-on-call'],
  remove: ['no-longer-needed', 'left-structure', 'changed-duties', 'never-used', 'granted-by-mistake'],
} as const;
type Decision = keyof typeof REASONS;

/** What is decided about the chosen roles: a reason, what will happen, then it happens. */
export function Bulk(props: { review: string; rows: readonly ReviewItem[]; chosen: ReadonlySet<string>; done: () => void }) {
  const { review, rows, chosen, done } = props;
  const [decision, setDecision] = useState<Decision>('keep');
  const [why, setWhy] = useState('');
  const refresh = useRefresh();
  const form = { grants: [...chosen], decision, why };
  const foreseeing = useMutation({ mutationFn: () => decideReview(review, form, true) });
  const deciding = useMutation({
    mutationFn: () => decideReview(review, form, false),
    onSuccess: async () => {
      foreseeing.reset();
      done();
      await refresh();
    },
  });
  const choose = (next: Decision) => {
    setDecision(next);
    setWhy('');
    foreseeing.reset();
  };
  const key = form.grants.join();
  const [seen, setSeen] = useState('');
  const foreseen = seen === `${key} ${decision} ${why}` ? foreseeing.data : undefined;
  const ready = chosen.size > 0 && why !== '';
  const foresee = () => {
    setSeen(`${key} ${decision} ${why}`);
    deciding.reset();
    foreseeing.mutate();
  };
  const error = foreseeing.error ?? deciding.error;
  return (
    <section className="card review-bulk" aria-labelledby="bulk">
      <h2 id="bulk">{t('reviews.decide')}</h2>
      <p role="status">
        {deciding.data && chosen.size === 0
          ? t('reviews.done', { count: deciding.data.done.length })
          : t('reviews.selected', { count: chosen.size })}
      </p>
      <div className="filters">
        <div className="field">
          <label htmlFor="decision">{t('reviews.decide')}</label>
          <select id="decision" value={decision} onChange={(event) => choose(event.target.value as Decision)}>
            {(['keep', 'remove'] as const).map((each) => (
              <option key={each} value={each}>
                {t(`reviews.${each}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="why">{t('reviews.why')}</label>
          <select id="why" value={why} onChange={(event) => setWhy(event.target.value)}>
            <option value="">{t('reviews.choose')}</option>
            {REASONS[decision].map((each) => (
              <option key={each} value={each}>
                {t(`reviews.why-${each}`)}
              </option>
            ))}
          </select>
        </div>
        <button type="button" className="button secondary" disabled={!ready} onClick={foresee}>
          {t('reviews.foresee')}
        </button>
      </div>
      {foreseen && <Foreseen foreseen={foreseen} decision={decision} rows={rows} />}
      {foreseen && foreseen.done.length > 0 && (
        <button
          type="button"
          className={decision === 'remove' ? 'button danger' : 'button'}
          onClick={() => deciding.mutate()}
          disabled={deciding.isPending}
        >
          {t(`reviews.${decision}`)}
        </button>
      )}
      {error && <NotDone error={error} close={() => foreseeing.reset()} />}
    </section>
  );
}

function Foreseen({ foreseen: { done, refused }, decision, rows }: { foreseen: Decided; decision: Decision; rows: readonly ReviewItem[] }) {
  const nameOf = (grant: string) => {
    const row = rows.find((each) => each.grant === grant);
    return row ? holderOf(row) : grant;
  };
  return (
    <div className="preview" role="status">
      <h3>{t('reviews.foreseen')}</h3>
      <p>{t(`reviews.will-${decision}`, { count: done.length })}</p>
      {refused.length > 0 && (
        <>
          <p>{t('reviews.not-done', { count: refused.length })}</p>
          <ul>
            {refused.map(({ grant, sentence }) => (
              <li key={grant}>
                {nameOf(grant)} : {sentence}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
