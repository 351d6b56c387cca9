import type { Grant, Sheet } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { day } from '../when.ts';
import { t } from '../words.ts';
import { authorOf } from './author-words.ts';
import { useReasonWords } from './reason-words.ts';

const TONE = {
  counts: 'success',
  coming: 'warning',
  over: 'info',
  revoked: 'info',
  'holder-limited': 'warning',
  'at-rest': 'info',
} as const;

/** Roles granted, with what each is worth now. */
export function GrantsPanel({ sheet, revoke }: { sheet: Sheet; revoke?: (grant: Grant) => void }) {
  return (
    <section className="card" aria-labelledby="grants">
      <h2 id="grants">{t('member.grants')}</h2>
      {sheet.grants.length === 0 && <p className="hint">{t('member.grants-empty')}</p>}
      <ul className="lines">
        {sheet.grants.map((grant) => (
          <GrantLine
            key={grant.id}
            grant={grant}
            revoke={grant.members || grant.state === 'revoked' || grant.state === 'over' ? undefined : revoke}
          />
        ))}
      </ul>
    </section>
  );
}

function GrantLine({ grant, revoke }: { grant: Grant; revoke: ((grant: Grant) => void) | undefined }) {
  const reason = useReasonWords();
  return (
    <li className="line">
      <div>
        <p className="line-title">
          {grant.role.name} <Badge tone={TONE[grant.state]}>{t(`grant.${grant.state}`)}</Badge>
        </p>
        <p>
          {grant.organisation.name}, {t('grant.since', { day: day(grant.from) })}
          {grant.until && `, ${t('grant.until', { day: day(grant.until) })}`}
        </p>
        {grant.members && <p>{t('grant.members', { structure: grant.members.name })}</p>}
        <p className="hint">
          {grant.revokedAt
            ? t('grant.revoked-on', { day: day(grant.revokedAt) })
            : [reason(grant.why), t('member.by', { who: authorOf(grant) })].filter(Boolean).join(', ')}
        </p>
      </div>
      {revoke && (
        <button
          type="button"
          className="button secondary small"
          onClick={() => revoke(grant)}
          aria-label={`${t('grant.revoke')}\u00a0: ${grant.role.name}`}
        >
          {t('grant.revoke')}
        </button>
      )}
    </li>
  );
}
