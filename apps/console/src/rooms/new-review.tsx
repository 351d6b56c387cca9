import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { NotDone } from '../acts/not-done.tsx';
import { useRefresh } from '../api/queries.ts';
import type { Me, ReviewForm } from '../api/types.ts';
import { ForeseenScope } from '../reviews/foreseen-scope.tsx';
import { Naming } from '../reviews/naming.tsx';
import { startReview } from '../reviews/queries.ts';
import { ScopeChoice } from '../reviews/scope-choice.tsx';
import { useTitle } from '../shell/title.ts';
import { inDays } from '../when.ts';
import { t } from '../words.ts';

/** Starting a review: what it is called, where, of which roles, by whom, until when, and what silence does. @fr nouvelle revue */
export function NewReviewRoom({ me }: { me: Me }) {
  useTitle(t('reviews.new'));
  const places = me.organisations.filter(({ id }) => me.acts['start-review'].includes(id));
  const own = me.roles.map(({ organisation }) => organisation?.id);
  const widest = places.find(({ id }) => own.includes(id)) ?? places[0];
  const [form, setForm] = useState<ReviewForm>(() => ({
    ...{ organisation: widest?.id ?? '', title: '', roles: [], structures: [], reviewers: [], otherwise: null },
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
  const { title: _, ...looked } = form;
  const scope = useQuery({
    queryKey: ['review-scope', looked],
    enabled: form.organisation !== '' && form.deadline !== '',
    queryFn: () => startReview({ ...form, title: 'x' }, true),
    placeholderData: keepPreviousData,
  });
  const structures = scope.data?.places ?? [];
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!starting.isPending && !scope.data?.refused) starting.mutate();
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
          <select
            id="organisation"
            value={form.organisation}
            onChange={(event) => set({ organisation: event.target.value, structures: [], reviewers: [] })}
          >
            {places.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <ScopeChoice form={form} places={structures} set={set} />
        <Naming form={form} places={structures} set={set} />
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
        {scope.data && <ForeseenScope foreseen={scope.data} />}
        {scope.error && <NotDone error={scope.error} close={() => void scope.refetch()} />}
        {starting.error && <NotDone error={starting.error} close={() => starting.reset()} />}
        <button type="submit" className="button" aria-disabled={starting.isPending || Boolean(scope.data?.refused)}>
          {t('reviews.form-start')}
        </button>
      </form>
    </>
  );
}
