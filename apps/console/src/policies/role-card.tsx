import { Link } from 'react-router';
import { Badge } from '../shell/badge.tsx';
import { inOurLanguage, t } from '../words.ts';
import { Cited } from './cited.tsx';
import type { Role, Rule, ThingType } from './queries.ts';
import { anchorOf, limitsOf, list, type Said } from './said.ts';
import { Conditions } from './separation.tsx';

/** One role: how it comes to somebody, and all that it lets them do. */
export function RoleCard({ role, said }: { role: Role; said: Said }) {
  const id = anchorOf(role.id);
  const rules = said.rulesOf(role.id);
  const emergencies = said.page.types.filter(({ breakGlass }) => breakGlass?.roles.includes(role.id));
  return (
    <section className="card role-card" aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id} tabIndex={-1}>
          {inOurLanguage(role)}
        </h2>
        <span className="badges">
          <Badge>{said.portal(role.portal)}</Badge>
          <Link className="role-link" to={{ hash: id }} aria-label={t('policy.link', { role: inOurLanguage(role), id: role.id })}>
            <code>{role.id}</code>
          </Link>
        </span>
      </header>
      <ul className="role-limits">
        {limitsOf(role, said).map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {rules.length === 0 && emergencies.length === 0 && <p className="hint">{t('policy.gives-nothing')}</p>}
      <ul className="lines">
        {rules.map((each) => (
          <RuleLine key={each.id} rule={each} said={said} />
        ))}
        {emergencies.map((each) => (
          <EmergencyLine key={each.id} type={each} said={said} />
        ))}
      </ul>
    </section>
  );
}

function RuleLine({ rule, said }: { rule: Rule; said: Said }) {
  const { type, actions, fields, where, assurance } = rule;
  return (
    <li className="line">
      <div>
        <p className="line-title">{t('policy.may', { actions: said.actions(type, actions), type: said.type(type) })}</p>
        {fields && <p>{t('policy.only-fields', { fields: said.fields(type, fields) })}</p>}
        <Conditions where={where} words="if" />
        {assurance !== null && <p>{t('policy.rule-assurance', { level: assurance })}</p>}
        <p>{inOurLanguage(rule)}</p>
        <Cited of={rule} />
      </div>
    </li>
  );
}

function EmergencyLine({ type, said }: { type: ThingType; said: Said }) {
  const { actions, motives, minutes, reviewDays } = type.breakGlass!;
  return (
    <li className="line">
      <div>
        <p className="line-title">
          {t('policy.emergency', { actions: said.actions(type.id, actions), type: inOurLanguage(type) })}{' '}
          <Badge tone="warning">{t('policy.exceptional')}</Badge>
        </p>
        <p>{t('policy.emergency-limits', { minutes, motives: list(motives.map(inOurLanguage)) })}</p>
        <p>{t('policy.emergency-review', { count: reviewDays })}</p>
      </div>
    </li>
  );
}
