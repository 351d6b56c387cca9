import type { ReactNode } from 'react';
import { useRoles } from '../api/queries.ts';
import { inDays, today } from '../when.ts';
import { t } from '../words.ts';
import { ACTS, EVERYWHERE, type Answers, type Doing, type Question } from './acts.ts';

interface Props {
  readonly doing: Doing;
  readonly answers: Answers;
  readonly set: (patch: Partial<Answers>) => void;
  /** The form was sent with something missing: what is missing says so. */
  readonly missing: boolean;
}

/** What the act needs to know besides its reason. */
export function Questions(props: Props) {
  const { asks } = ACTS[props.doing.act];
  return (
    <div className="questions">
      {asks.map((each) => (
        <Asked key={each} question={each} {...props} />
      ))}
    </div>
  );
}

function Asked({ question, doing, answers, set, missing }: Props & { question: Question }) {
  if (question === 'organisation') return <Where doing={doing} value={answers.organisation} set={set} missing={missing} />;
  if (question === 'role') return <RoleChoice organisation={answers.organisation} value={answers.role} set={set} missing={missing} />;
  if (question === 'until' || question === 'grant-until') {
    return <DayField name={question} value={answers.until} min={answers.from || today()} change={(until) => set({ until })} />;
  }
  return <DayField name={question} value={answers.from} min={today()} change={(from) => set({ from })} />;
}

/** A single organisation is a fact and not a question. */
function Where({ doing, value, set, missing }: { doing: Doing; value: string; set: Props['set']; missing: boolean }) {
  const [only, ...others] = doing.organisations;
  if (only && others.length === 0 && !doing.everywhere) {
    return (
      <p className="act-where">
        {t('dialog.organisation')}&nbsp;: <strong>{only.name}</strong>
      </p>
    );
  }
  const whole = doing.everywhere ? [[EVERYWHERE, t('dialog.everywhere')] as const] : [];
  const options = [...doing.organisations.map(({ id, name }) => [id, name] as const), ...whole];
  return (
    <Choice name="organisation" value={value} options={options} change={(organisation) => set({ organisation })} gap={missing && !value} />
  );
}

function RoleChoice(props: { organisation: string; value: string; set: Props['set']; missing: boolean }) {
  const { organisation, value, set, missing } = props;
  const roles = useRoles(true).data?.items ?? [];
  const options = roles
    .filter(({ organisations }) => !organisation || organisations.includes(organisation))
    .map(({ id, name, portal }) => [id, portal ? `${name} (${portal})` : name] as const);
  const choose = (role: string) => set({ role, until: endFor(roles.find(({ id }) => id === role)?.maxDays ?? null) });
  return <Choice name="role" value={value} options={options} change={choose} gap={missing && !value} />;
}

const YEAR = 365;

/** The end proposed for a role that has to have one: a year, or the longest it may last. */
const endFor = (maxDays: number | null) => (maxDays === null ? '' : inDays(Math.min(YEAR, maxDays)));

function Choice(props: {
  name: 'organisation' | 'role';
  value: string;
  options: readonly (readonly [string, string])[];
  change: (value: string) => void;
  gap: boolean;
}) {
  const { name, value, options, change, gap } = props;
  return (
    <Field name={name} label={t(`dialog.${name}`)} error={gap ? t('dialog.choose') : undefined}>
      <select id={`act-${name}`} value={value} onChange={(event) => change(event.target.value)} aria-invalid={gap || undefined}>
        <option value="">{t('dialog.choose')}</option>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}

function DayField(props: { name: 'from' | 'until' | 'on' | 'grant-until'; value: string; min: string; change: (value: string) => void }) {
  const { name, value, min, change } = props;
  return (
    <Field name={name} label={t(`dialog.${name}`)} hint={t(`dialog.${name}-hint`)}>
      <input
        id={`act-${name}`}
        type="date"
        value={value}
        min={min}
        onChange={(event) => change(event.target.value)}
        aria-describedby={`act-${name}-hint`}
      />
    </Field>
  );
}

function Field({
  name,
  label,
  hint,
  error,
  children,
}: {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={error ? 'field refused' : 'field'}>
      <label htmlFor={`act-${name}`}>{label}</label>
      {hint && (
        <p className="hint" id={`act-${name}-hint`}>
          {hint}
        </p>
      )}
      {error && <p className="error">{error}</p>}
      {children}
    </div>
  );
}
