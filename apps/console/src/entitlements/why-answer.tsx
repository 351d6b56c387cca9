import type { Why } from '../api/entitlements.ts';
import { Badge } from '../shell/badge.tsx';
import { moment } from '../when.ts';
import { inOurLanguage, sourceWords, t, wordFor } from '../words.ts';

/** What the service calls a time before the first policy. */
const NO_POLICY = 'none';

/** The verdict in a sentence, then what it rests on, or what is missing and who could give it. */
export function WhyAnswer({ answer, name }: { answer: Why; name: string }) {
  const { allowed, because, at, policy, rule, through, grants, engagements, missing, emergency, limits } = answer;
  return (
    <section className="card" aria-live="polite" aria-labelledby="why-verdict">
      <h2 id="why-verdict">
        {t(allowed ? 'why.yes' : 'why.no', { name })} <Badge tone={allowed ? 'success' : 'danger'}>{wordFor('why-because', because)}</Badge>
      </h2>
      <p className="hint">{t(policy === NO_POLICY ? 'why.as-of-none' : 'why.as-of', { at: moment(at), policy })}</p>
      {rule && (
        <p>
          <strong>{inOurLanguage(rule)}</strong> <span className="hint">{sourceWords(rule.source)}</span>
        </p>
      )}
      {through && <p>{t('why.through', { role: through.role.name, organisation: through.organisation?.name ?? 'Habilis' })}</p>}
      {limits.length > 0 && <p>{t('why.limits', { limits: limits.map(({ kind }) => wordFor('why-limit', kind)).join(', ') })}</p>}
      {engagements && <p>{engagements.length > 0 ? t('why.engaged', { purposes: engagements.join(', ') }) : t('why.not-engaged')}</p>}
      {missing.length > 0 && (
        <>
          <h3>{t('why.missing')}</h3>
          <ul className="lines">
            {missing.map((each) => (
              <li key={`${each.rule.id} ${each.role.id}`} className="line">
                <div>
                  <p className="line-title">{t(`why.missing-${each.what}`, { role: each.role.name })}</p>
                  <p>{inOurLanguage(each.rule)}</p>
                  {each.givenBy.length > 0 && (
                    <p className="hint">{t('why.given-by', { roles: each.givenBy.map((role) => role.name).join(', ') })}</p>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {emergency && <p className="hint">{t('why.emergency')}</p>}
      <h3>{t('member.grants')}</h3>
      {grants.length === 0 && <p className="hint">{t('member.grants-empty')}</p>}
      <ul className="lines">
        {grants.map((each) => (
          <li key={each.id} className="line">
            {each.role.name}, {each.organisation.name}{' '}
            <Badge tone={each.state === 'counts' ? 'success' : 'warning'}>{t(`grant.${each.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
