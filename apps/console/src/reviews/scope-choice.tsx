import type { ReviewForm, ReviewStarted } from '../api/types.ts';
import { useNamedRoles } from '../api/queries.ts';
import { t } from '../words.ts';

interface Props {
  readonly form: ReviewForm;
  readonly places: ReviewStarted['places'];
  readonly set: (patch: Partial<ReviewForm>) => void;
}

/** Which structures and which roles are reviewed; nothing chosen is all. */
export function ScopeChoice({ form, places, set }: Props) {
  const roles = useNamedRoles().data?.items ?? [];
  return (
    <>
      {places.length > 1 && (
        <Several
          legend={t('reviews.form-structures')}
          hint={t('reviews.form-all-structures')}
          options={places.map(({ organisation, items }) => [
            organisation.id,
            t('reviews.form-place', { name: organisation.name, count: items }),
          ])}
          chosen={form.structures}
          set={(structures) => set({ structures, reviewers: form.reviewers.filter(({ structure }) => inScope(structures, structure)) })}
        />
      )}
      <details>
        <summary>
          {t('reviews.form-roles')}
          {form.roles.length > 0 && ` (${form.roles.length})`}
        </summary>
        <Several
          legend={t('reviews.form-roles')}
          hint={t('reviews.form-all-roles')}
          options={roles.map(({ id, name, portal }) => [id, portal === null ? name : `${name} (${portal})`])}
          chosen={form.roles}
          set={(next) => set({ roles: next })}
        />
      </details>
    </>
  );
}

/** Whether a structure is reviewed; nothing chosen is all of them. */
export const inScope = (structures: readonly string[], structure: string) => structures.length === 0 || structures.includes(structure);

function Several(props: {
  legend: string;
  hint: string;
  options: readonly (readonly [string, string])[];
  chosen: readonly string[];
  set: (chosen: string[]) => void;
}) {
  const { legend, hint, options, chosen, set } = props;
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      <p className="hint">{hint}</p>
      {options.map(([id, name]) => (
        <label key={id} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={() => set(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
