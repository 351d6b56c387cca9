import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { NotDone } from '../acts/not-done.tsx';
import { useRefresh } from '../api/queries.ts';
import type { Me, ReviewForm } from '../api/types.ts';
import { startReview } from '../reviews/queries.ts';
import { useTitle } from '../shell/title.ts';
import { inDays } from '../when.ts';
import { t } from '../words.ts';

/** Starting a review: what it is called, where, until when, and what silence does. @fr nouvelle revue */
export function NewReviewRoom({ me }: { me: Me }) {
  useTitle(t('reviews.new'));
  const places = me.organisations.filter(({ id }) => me.acts['start-review'].includes(id));
  const own = me.roles.map(({ organisation }) => organisation?.id);
  const widest = places.find(({ id }) => own.includes(id)) ?? places[0];
  const [form, setForm] = useState<ReviewForm>(() => ({
    ...{ organisation: widest?.id ?? '', title: '', roles: [], structures: [], reviewers: [] },
    ...{ silence: 'suspend', deadline: inDays(30) },
  }));
  const set = (patch: Partial<ReviewForm>) => setForm((before) => ({ ...before, ...patch }));
  const navigate = useNavigate();
  const refresh = useRefresh();
  const starting = useMutation({
    mutationFn: () => startReview(form, false),
    onSuccess: async ({ id }) => {
      await refresh();
      void navigate(`/reviews/${id}`);
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!starting.isPending) starting.mutate();
  };
  return (
    <>
      <p className="back">
        <Link to="/reviews">{t('reviews.title')}</Link>
      </p>
      <h1>{t('reviews.new')}</h1>
      <form className="card publish" onSubmit={submit}>
        <div className="field">
          <label htmlFor="title">{t('reviews.form-title')}</label>
          <input id="title" required maxLength={80} value={form.title} onChange={(event) => set({ title: event.target.value })} />
        </div>
        <div className="field">
          <label htmlFor="organisation">{t('reviews.form-organisation')}</label>
          <select id="organisation" value={form.organisation} onChange={(event) => set({ organisation: event.target.value })}>
            {places.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="deadline">{t('reviews.form-deadline')}</label>
          <input
            id="deadline"
            type="date"
            required
            min={inDays(2)}
            max={inDays(179)}
            value={form.deadline}
            onChange={(event) => set({ deadline: event.target.value })}
            aria-describedby="deadline-hint"
          />
          <p className="hint" id="deadline-hint">
            {t('reviews.form-deadline-hint')}
          </p>
        </div>
        <fieldset className="field">
          <legend>{t('reviews.form-silence')}</legend>
          {(['suspend', 'leave'] as const).map((each) => (
            <label key={each} className="check">
              <input type="radio" name="silence" checked={form.silence === each} onChange={() => set({ silence: each })} />
              {t(`reviews.form-silence-${each}`)}
            </label>
          ))}
          <p className="hint">{t('reviews.form-spared')}</p>
        </fieldset>
        <ScopeWords form={form} />
        {starting.error && <NotDone error={starting.error} close={() => starting.reset()} />}
        <button type="submit" className="button" aria-disabled={starting.isPending}>
          {t('reviews.form-start')}
        </button>
      </form>
    </>
  );
}

/** What the review would hold, as the service foresees it. */
function ScopeWords({ form }: { form: ReviewForm }) {
  const { organisation, deadline, silence } = form;
  const scope = useQuery({
    queryKey: ['review-scope', organisation, deadline, silence],
    enabled: organisation !== '' && deadline !== '',
    queryFn: () => startReview({ ...form, title: 'x' }, true),
  });
  if (!scope.data) return null;
  const { items, shared, people, proposals } = scope.data;
  const { unused, orphan, 'situation-changed': changed } = proposals;
  return (
    <p role="status" className="hint">
      {t('reviews.form-scope', { items, people, unused, orphan, changed })}
      {shared > 0 && ` ${t('reviews.form-shared', { count: shared })}`}
    </p>
  );
}
