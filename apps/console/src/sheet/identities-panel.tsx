import type { Identity, Sheet } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { moment } from '../when.ts';
import { t, wordFor } from '../words.ts';

/** By which means the person is known. Identifiers are masked: recognising someone does not take all of it. */
export function IdentitiesPanel({ sheet }: { sheet: Sheet }) {
  return (
    <section className="card" aria-labelledby="identities">
      <h2 id="identities">{t('member.identities')}</h2>
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
  const { upstream, nationalId, quarantined, profile, lastSeenAt } = identity;
  return (
    <li className="line">
      <div>
        <p className="line-title">{wordFor('upstream', upstream)}</p>
        <p>{[profile.profession, profile.structure].filter(Boolean).join(' · ')}</p>
        <p>
          {t('member.national-id')} : <span className="masked">{nationalId ?? t('member.no-national-id')}</span>
        </p>
        <p className="hint">{t('member.seen', { moment: moment(lastSeenAt) })}</p>
        {quarantined && <Badge tone="warning">{t('member.quarantined')}</Badge>}
      </div>
    </li>
  );
}
