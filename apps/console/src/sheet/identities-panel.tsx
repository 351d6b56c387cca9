import type { Identity, Sheet } from '../api/types.ts';
import { moment } from '../when.ts';
import { t, wordFor } from '../words.ts';

/** By which means the person is known. Identifiers are masked: recognising someone does not take all of it. */
export function IdentitiesPanel({ sheet }: { sheet: Sheet }) {
  return (
    <section className="card" aria-labelledby="identities">
      <h2 id="identities">{t('member.identities')}</h2>
      {sheet.doubts.map(({ id, doubt, upstream }) => (
        <div key={id} className="notice warning">
          <div>
            <p className="notice-title">{t('doubt.title')}</p>
            <p>{t(`doubt.${doubt}`, { upstream: wordFor('upstream', upstream) })}</p>
          </div>
        </div>
      ))}
      {sheet.identities.length === 0 && <p className="hint">{t('member.identities-empty')}</p>}
      <ul className="lines">
        {sheet.identities.map((each) => (
          <IdentityLine key={each.id} identity={each} />
        ))}
      </ul>
      {sheet.email && (
        <p className="hint">
          {t('member.email')} : {sheet.email}
        </p>
      )}
    </section>
  );
}

function IdentityLine({ identity }: { identity: Identity }) {
  const { upstream, nationalId, profile, lastSeenAt } = identity;
  return (
    <li className="line">
      <div>
        <p className="line-title">{wordFor('upstream', upstream)}</p>
        {profile.activities.map((each) => (
          <p key={each}>{each}</p>
        ))}
        <p>
          {t('member.national-id')}&nbsp;: <span className="masked">{nationalId ?? t('member.no-national-id')}</span>
        </p>
        <p className="hint">{t('member.seen', { moment: moment(lastSeenAt) })}</p>
      </div>
    </li>
  );
}
