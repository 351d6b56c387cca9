import { useState } from 'react';
import type { ReviewForm, ReviewStarted } from '../api/types.ts';
import { useMembers } from '../api/queries.ts';
import { Pick, TextField } from '../registers/text-field.tsx';
import { useSettled } from '../use-settled.ts';
import { t } from '../words.ts';
import { inScope } from './scope-choice.tsx';

/** Everywhere that nobody else is named for. */
const ELSEWHERE = '*';

interface Props {
  readonly form: ReviewForm;
  readonly places: ReviewStarted['places'];
  readonly set: (patch: Partial<ReviewForm>) => void;
}

/** Who is named to review, where, and who stands in for them. @fr personnes désignées */
export function Naming({ form, places, set }: Props) {
  const [draft, setDraft] = useState({ where: ELSEWHERE, account: '', substitute: '' });
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const put = (patch: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...patch }));
  const [name, setName] = useState('');
  const found = useMembers(`q=${encodeURIComponent(useSettled(name.trim()))}&limit=20`).data?.items ?? [];
  const people = found.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`] as const);
  const reviewed = places.filter(({ organisation }) => inScope(form.structures, organisation.id));
  const where = [
    [ELSEWHERE, t('reviews.elsewhere')] as const,
    ...reviewed.map(({ organisation: { id, name: words } }) => [id, words] as const),
  ];
  const add = () => {
    setNames((before) => ({ ...before, ...Object.fromEntries(people) }));
    const reviewer = { account: draft.account, substitute: draft.substitute || null };
    if (draft.where === ELSEWHERE) set({ otherwise: reviewer });
    else
      set({ reviewers: [...form.reviewers.filter(({ structure }) => structure !== draft.where), { structure: draft.where, ...reviewer }] });
    setDraft({ where: ELSEWHERE, account: '', substitute: '' });
    setName('');
  };
  const named = [...form.reviewers, ...(form.otherwise ? [{ structure: ELSEWHERE, ...form.otherwise }] : [])];
  const wordsOf = (structure: string) => where.find(([id]) => id === structure)?.[1] ?? structure;
  const remove = (structure: string) =>
    structure === ELSEWHERE ? set({ otherwise: null }) : set({ reviewers: form.reviewers.filter((each) => each.structure !== structure) });
  return (
    <fieldset className="field">
      <legend>{t('reviews.form-named')}</legend>
      <p className="hint">{t('reviews.form-named-hint')}</p>
      {named.length > 0 && (
        <ul className="lines" aria-label={t('reviews.form-named')}>
          {named.map(({ structure, account, substitute }) => (
            <li key={structure} className="line">
              <div>
                {t(substitute === null ? 'reviews.named-for' : 'reviews.named-with', {
                  where: wordsOf(structure),
                  who: names[account] ?? account,
                  substitute: names[substitute ?? ''] ?? '',
                })}
              </div>
              <button
                type="button"
                className="button secondary small"
                onClick={() => remove(structure)}
                aria-label={t('reviews.unname-named', { where: wordsOf(structure) })}
              >
                {t('reviews.unname')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <details className="naming">
        <summary>{t('reviews.name-one')}</summary>
        <div className="register-form">
          <Pick optional label={t('reviews.where')} value={draft.where} set={(next) => put({ where: next || ELSEWHERE })} options={where} />
          <TextField optional label={t('registers.person-search')} hint={t('registers.person-hint')} value={name} set={setName} />
          <Pick optional label={t('reviews.reviewer')} value={draft.account} set={(account) => put({ account })} options={people} />
          <Pick
            optional
            label={t('reviews.substitute')}
            value={draft.substitute}
            set={(substitute) => put({ substitute })}
            options={people.filter(([id]) => id !== draft.account)}
          />
          <div className="actions">
            <button type="button" className="button secondary" onClick={add} disabled={draft.account === ''}>
              {t('reviews.name-it')}
            </button>
          </div>
        </div>
      </details>
    </fieldset>
  );
}
