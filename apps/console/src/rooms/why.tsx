import { useState, type SyntheticEvent } from 'react';
import { Link, useParams } from 'react-router';
import { useMember } from '../api/queries.ts';
import { useWhy, useWhyTypes, type WhyType } from '../api/entitlements.ts';
import { WhyAnswer } from '../entitlements/why-answer.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { inParis } from '../when.ts';
import { t } from '../words.ts';

const keyOf = ({ portal, type }: WhyType) => `${portal ?? ''}:${type}`;

/** Why somebody may do something to something, or may not, now or at an instant that is over. */
export function WhyRoom() {
  const { id = '' } = useParams();
  useTitle(t('why.title'));
  const member = useMember(id);
  const types = useWhyTypes();
  const [asked, setAsked] = useState<object | null>(null);
  const answer = useWhy(asked);
  if (member.error) return <Failed problem={member.error} />;
  if (!member.data || !types.data) return <Loading />;
  const name = `${member.data.givenName} ${member.data.familyName}`;
  return (
    <>
      <h1>{t('why.title')}</h1>
      <p className="lead">
        <Link to={`/members/${id}`}>{name}</Link>. {t('why.lead')}
      </p>
      <WhyForm types={types.data.items} ask={(form) => setAsked({ account: id, ...form })} />
      {answer.isFetching && <Loading lines={3} />}
      {answer.error && !answer.isFetching && <Failed problem={answer.error} level="h2" />}
      {answer.data && !answer.isFetching && <WhyAnswer answer={answer.data} name={name} />}
      {!asked && (
        <Empty title={t('why.empty-title')}>
          <p>{t('why.empty-text')}</p>
        </Empty>
      )}
    </>
  );
}

function WhyForm({ types, ask }: { types: readonly WhyType[]; ask: (form: object) => void }) {
  const [key, setKey] = useState(types[0] ? keyOf(types[0]) : '');
  const [missing, setMissing] = useState(false);
  const type = types.find((each) => keyOf(each) === key);
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]));
    setMissing(!given['id']);
    if (given['id'] && type) ask(toForm(type, given));
  };
  return (
    <form className="card why-form" onSubmit={submit} noValidate>
      <label className="field">
        {t('why.type')}
        <select value={key} onChange={(event) => setKey(event.target.value)}>
          {types.map((each) => (
            <option key={keyOf(each)} value={keyOf(each)}>
              {each.name} ({each.portalName})
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t('why.id')}
        <input name="id" aria-invalid={missing} aria-describedby="why-id" autoComplete="off" />
        <span id="why-id" className={missing ? 'error' : 'hint'}>
          {t(missing ? 'why.id-missing' : 'why.id-hint')}
        </span>
      </label>
      <label className="field">
        {t('why.action')}
        <select name="action" key={key}>
          {type?.actions.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      {type && type.purposes.length > 0 && (
        <label className="field">
          {t('why.purpose')}
          <select name="purpose">
            <option value="">{t('why.no-purpose')}</option>
            {type.purposes.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {type?.attributes.map((each) => (
        <label key={each.name} className="field">
          {capital(each.words)}
          <input name={`is.${each.name}`} autoComplete="off" {...(each.is === 'instant' && { type: 'datetime-local', step: 1 })} />
        </label>
      ))}
      <label className="field">
        {t('why.at')}
        <input type="datetime-local" name="at" step="1" />
        <span className="hint">{t('why.at-hint')}</span>
      </label>
      <div className="actions">
        <button type="submit" className="button">
          {t('why.ask')}
        </button>
      </div>
    </form>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the service is asked: lists are written with commas, what is left empty is absent. */
function toForm({ portal, type, attributes }: WhyType, given: Record<string, string>) {
  const { id, action, purpose, at } = given;
  const told = attributes.flatMap(({ name, is }) => {
    const text = given[`is.${name}`];
    if (!text) return [];
    return [[name, is === 'texts' || is === 'organisations' ? text.split(',').map((each) => each.trim()) : valueOf(is, text)] as const];
  });
  return {
    portal,
    resource: { type, id, properties: Object.fromEntries(told) },
    action,
    context: purpose ? { purpose } : {},
    ...(at && { at: inParis(at) }),
  };
}

function valueOf(is: string, text: string): unknown {
  if (is === 'number') return Number(text);
  if (is === 'boolean') return text === 'true';
  return is === 'instant' ? (inParis(text) ?? text) : text;
}
