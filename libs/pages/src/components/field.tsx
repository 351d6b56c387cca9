import type { InputHTMLAttributes, ReactNode } from 'react';
import { useWords } from '../words.ts';

interface Asked {
  readonly label: string;
  readonly name: string;
  readonly hint?: ReactNode;
  /** What is wrong with the answer, and how to mend it. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'autoComplete' | 'defaultValue' | 'inputMode' | 'maxLength' | 'min' | 'max' | 'spellCheck' | 'autoCapitalize'
>;

/** One question with its hint and its error, both read out with it. */
export function Field({ label, name, hint, error, optional, type = 'text', ...native }: Asked & Native) {
  return (
    <Question {...{ label, name, hint, error, optional }}>
      {(described) => {
        const input = <input id={name} name={name} type={type} aria-required={!optional} {...native} {...described} />;
        return type === 'password' ? <Shown name={name}>{input}</Shown> : input;
      }}
    </Question>
  );
}

/** A password that can be shown while it is typed: the script of the page brings the button to life. */
function Shown({ name, children }: { name: string; children: ReactNode }) {
  const t = useWords();
  const [show, hide] = [t('pages.show-password'), t('pages.hide-password')];
  return (
    <div className="secret">
      {children}
      <button type="button" className="button quiet" data-shows={name} data-show={show} data-hide={hide} hidden>
        {show}
      </button>
    </div>
  );
}

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** A choice in a closed list; the first line is empty unless `defaultValue` is given, so that nobody answers by accident. */
export function Select({ options, defaultValue, ...asked }: Asked & { options: readonly SelectOption[]; defaultValue?: string }) {
  return (
    <Question {...asked}>
      {(described) => (
        <select id={asked.name} name={asked.name} defaultValue={defaultValue ?? ''} {...described}>
          {defaultValue === undefined && <option value="">…</option>}
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Question>
  );
}

/** A statement the person makes by ticking it. Never ticked beforehand. */
export function Checkbox({ label, name, value = 'yes', hint, error }: Omit<Asked, 'label'> & { label: ReactNode; value?: string }) {
  return (
    <div className={error ? 'field refused' : 'field'}>
      {error && <FieldError id={`${name}-error`} text={error} />}
      <label className="tick">
        <input type="checkbox" id={name} name={name} value={value} {...describedBy(name, hint, error)} />
        <span>{label}</span>
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type Described = ReturnType<typeof describedBy>;

function Question({ label, name, hint, error, optional, children }: Asked & { children: (described: Described) => ReactNode }) {
  const t = useWords();
  return (
    <div className={error ? 'field refused' : 'field'}>
      <label htmlFor={name}>
        {label}
        {optional && <span className="optional"> ({t('pages.optional')})</span>}
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError id={`${name}-error`} text={error} />}
      {children(describedBy(name, hint, error))}
    </div>
  );
}

function FieldError({ id, text }: { id: string; text: string }) {
  const t = useWords();
  return (
    <p className="error" id={id}>
      <span className="unseen">{t('pages.error-title')}&nbsp;: </span>
      {text}
    </p>
  );
}

function describedBy(name: string, hint: ReactNode, error: string | undefined) {
  const ids = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined };
}
