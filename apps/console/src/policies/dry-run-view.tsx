import { Link } from 'react-router';
import { Badge } from '../shell/badge.tsx';
import { t } from '../words.ts';
import type { DryRun, PolicyPage } from './queries.ts';
import { Said } from './said.ts';

/** Who would gain, who would lose, on the real accounts; nothing has changed. @fr essai à blanc */
export function DryRunView({ run, page }: { run: DryRun; page: PolicyPage }) {
  const { differences, gain, lose, refused } = run;
  const said = new Said(page);
  return (
    <div aria-live="polite">
      <ul className="dry-run">
        <Counted words="gain" counted={gain} />
        <Counted words="lose" counted={lose} />
        <li>
          <strong>{t('policy.refused-differ', { count: refused.differ })}</strong>{' '}
          <span className="hint">{t('policy.refused-looked', { count: refused.looked, days: refused.days })}</span>
        </li>
      </ul>
      {differences.length === 0 ? (
        <p className="hint">{t('policy.no-differences')}</p>
      ) : (
        <ul className="lines">
          {differences.map(({ role, type, action, change, example }) => (
            <li key={`${role} ${type} ${action} ${change}`} className="line">
              <div>
                <p className="line-title">
                  {said.role(role)} <Badge tone={change === 'gains' ? 'warning' : 'info'}>{t(`policy.${change}`)}</Badge>{' '}
                  {said.action(type, action)} : {said.type(type)}
                </p>
                <p className="hint">{t('policy.example', { example })}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Counted({ words, counted: { people, some } }: { words: 'gain' | 'lose'; counted: DryRun['gain'] }) {
  return (
    <li>
      <strong>{t(`policy.people-${words}`, { count: people })}</strong>
      {some.length > 0 && '\u00a0: '}
      {some.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <Link to={`/members/${id}`}>{name}</Link>
        </span>
      ))}
      {some.length > 0 && people > some.length && ` ${t('policy.people-others', { count: people - some.length })}`}
    </li>
  );
}
