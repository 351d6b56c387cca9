import type { ReactNode } from 'react';
import { Badge } from '../shell/badge.tsx';
import { inOurLanguage, t } from '../words.ts';
import type { Lint } from './queries.ts';

interface Place {
  readonly file: string;
  readonly line: number | null;
}
type Go = (place: Place) => void;

/** What the checks say: what does not read, which cases answer otherwise, what was proved and of whom. */
export function LintView({ lint, go }: { lint: Lint; go?: Go }) {
  const { sound, problems, cases, findings } = lint;
  const failing = cases.filter(({ wrong }) => wrong !== null);
  return (
    <section className="card" aria-labelledby="lint" aria-live="polite">
      <h2 id="lint">
        {t('policy.lint')} <Badge tone={sound ? 'success' : 'danger'}>{t(sound ? 'policy.sound' : 'policy.unsound')}</Badge>
      </h2>
      <Problems problems={problems} go={go} />
      {problems.length === 0 && <p>{t('policy.cases', { count: cases.length, wrong: failing.length })}</p>}
      {failing.length > 0 && (
        <ul className="lines">
          {failing.map((each) => (
            <Found key={`${each.file} ${each.line}`} place={each} title={each.fr} go={go}>
              <p className="error">{each.wrong}</p>
            </Found>
          ))}
        </ul>
      )}
      {problems.length === 0 && <h3>{t('policy.findings', { count: findings.length })}</h3>}
      <ul className="lines">
        {findings.map((each) => (
          <Found key={`${each.kind} ${each.about} ${each.fr}`} place={each} title={inOurLanguage(each)} go={go}>
            <p>
              <Badge tone={each.blocks ? 'danger' : 'warning'}>{t(each.blocks ? 'policy.blocks' : 'policy.told')}</Badge>{' '}
              {t(`policy.finding-${each.kind}`)}
            </p>
            <p className="hint">{t('policy.example', { example: inOurLanguage(each.example) })}</p>
          </Found>
        ))}
      </ul>
    </section>
  );
}

function Problems({ problems, go }: { problems: Lint['problems']; go: Go | undefined }) {
  if (problems.length === 0) return null;
  return (
    <ul className="lines" aria-label={t('policy.problems', { count: problems.length })}>
      {problems.map((each) => (
        <Found key={`${each.file} ${each.line} ${each.path} ${each.wrong}`} place={each} title={each.wrong} go={go}>
          <p className="hint">{each.mend}</p>
        </Found>
      ))}
    </ul>
  );
}

function Found({ place, title, go, children }: { place: Place; title: string; go: Go | undefined; children: ReactNode }) {
  const { file, line } = place;
  const words = line === null ? file : t('policy.place', { file, line });
  return (
    <li className="line">
      <div>
        <p className="line-title">{title}</p>
        {children}
      </div>
      {go && line !== null ? (
        <button type="button" className="button secondary small" onClick={() => go(place)}>
          {words}
        </button>
      ) : (
        <span className="hint">{words}</span>
      )}
    </li>
  );
}
