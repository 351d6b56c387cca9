import { t } from '../words.ts';

/** One of the values that a list is narrowed to, or all of them. */
export function PickOne(props: { name: string; value: string; options: readonly string[]; set: (value: string) => void }) {
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
