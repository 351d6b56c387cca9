import { Link } from 'react-router';
import { Badge } from '../shell/badge.tsx';
import { inOurLanguage, t } from '../words.ts';
import type { DryRun, PolicyPage } from './queries.ts';
import { list, Said } from './said.ts';

type Difference = DryRun['differences'][number];

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
          <span className="hint">
            {t('policy.refused-looked', { count: refused.looked, days: refused.days })} {t('policy.allowed-untold')}
          </span>
        </li>
      </ul>
      {differences.length === 0 ? (
        <p className="hint">{t('policy.no-differences')}</p>
      ) : (
        <ul className="lines">
          {differences.map((each) => (
            <DifferenceLine key={`${each.role} ${each.type} ${each.action} ${each.change}`} difference={each} said={said} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** What a role could do from now on or no more, and what was written that makes it so. */
function DifferenceLine({ difference: { role, type, action, change, example, from }, said }: { difference: Difference; said: Said }) {
  return (
    <li className="line">
      <div>
        <p className="line-title">
          <Badge tone={change === 'gains' ? 'warning' : 'info'}>{t(`policy.${change}`)}</Badge>{' '}
          {t(`policy.${change}-what`, { role: said.role(role), action: said.action(type, action), type: said.type(type) })}
        </p>
        <ul className="because">
          {from.map((each) => (
            <li key={`${each.what} ${each.rule.fr}`}>{changeWords(each)}</li>
          ))}
        </ul>
        <details>
          <summary>{t('policy.situation')}</summary>
          <p className="hint situation">{example}</p>
        </details>
      </div>
    </li>
  );
}

function changeWords({ what, rule, was, is }: Difference['from'][number]): string {
  const conditions = (words: string, all: typeof is) =>
    all.length === 0 ? [] : [t(`policy.${words}`, { when: list(all.map(inOurLanguage)) })];
  return [
    t(`policy.${what}`, { rule: inOurLanguage(rule) }),
    ...conditions('asked-no-more', was),
    ...conditions(what === 'rule-added' ? 'asked' : 'asked-from-now', is),
  ].join(' ');
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
