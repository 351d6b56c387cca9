import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly hint?: string;
  readonly type?: 'text' | 'date';
  readonly most?: number;
  readonly min?: string;
  readonly max?: string;
  readonly optional?: boolean;
}

/** One line, or a day, that the person writes. */
export function TextField({ label, value, set, hint, type = 'text', most, min, max, optional = false }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        type={type}
        required={!optional}
        value={value}
        onChange={(event) => set(event.target.value)}
        {...(most && { maxLength: most, minLength: 3 })}
        {...(hint && { 'aria-describedby': `${id}-hint` })}
        min={min}
        max={max}
      />
    </div>
  );
}

/** One of a list. */
export function Pick(props: {
  label: string;
  value: string;
  set: (value: string) => void;
  options: readonly (readonly [string, string])[];
  optional?: boolean;
}) {
  const { label, value, set, options, optional = false } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} required={!optional} value={value} onChange={(event) => set(event.target.value)}>
        <option value="">…</option>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
