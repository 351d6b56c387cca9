import { inOurLanguage, t } from '../words.ts';
import { Cited } from './cited.tsx';
import type { Rule } from './queries.ts';
import type { Said } from './said.ts';

/** What nobody does, whatever their roles. @fr séparation des tâches */
export function Separation({ rule, said }: { rule: Rule; said: Said }) {
  const { type, actions, where } = rule;
  return (
    <li className="line">
      <div>
        <p className="line-title">{t('policy.never', { actions: said.actions(type, actions), type: said.type(type) })}</p>
        <Conditions where={where} words="when" />
        <p>{inOurLanguage(rule)}</p>
        <Cited of={rule} />
      </div>
    </li>
  );
}

/** Sentences that must all hold. */
export function Conditions({ where, words }: { where: Rule['where']; words: 'when' | 'if' }) {
  const [only, ...others] = where.map(inOurLanguage);
  if (others.length === 0) return <p className="conditions">{t(`policy.${words}-one`, { condition: only ?? '' })}</p>;
  return (
    <div className="conditions">
      <p>{t(`policy.${words}`)}</p>
      <ul>
        {where.map((each) => (
          <li key={each.en}>{inOurLanguage(each)}</li>
        ))}
      </ul>
    </div>
  );
}
