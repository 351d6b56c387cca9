import type { Hold, Sheet } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { t } from '../words.ts';
import { holdPeriod } from './hold-words.ts';
import { authorOf } from './author-words.ts';
import { useReasonWords } from './reason-words.ts';

const TONE = { felt: 'danger', coming: 'warning', over: 'info' } as const;

/** Suspensions and absences; what is over is folded away. */
export function HoldsPanel({ sheet, lift }: { sheet: Sheet; lift?: (hold: Hold) => void }) {
  const now = sheet.holds.filter(({ state }) => state !== 'over');
  const past = sheet.holds.filter(({ state }) => state === 'over');
  return (
    <section className="card" aria-labelledby="holds">
      <h2 id="holds">{t('member.holds')}</h2>
      {now.length === 0 && <p className="hint">{t('member.holds-empty')}</p>}
      <ul className="lines">
        {now.map((hold) => (
          <HoldLine key={hold.id} hold={hold} lift={lift} />
        ))}
      </ul>
      {past.length > 0 && (
        <details>
          <summary>{t('member.past-holds', { count: past.length })}</summary>
          <ul className="lines">
            {past.map((hold) => (
              <HoldLine key={hold.id} hold={hold} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function HoldLine({ hold, lift }: { hold: Hold; lift?: ((hold: Hold) => void) | undefined }) {
  const reason = useReasonWords();
  return (
    <li className="line">
      <div>
        <p className="line-title">
          {t(`hold.${hold.kind}`)} <Badge tone={TONE[hold.state]}>{t(`hold.${hold.state}`)}</Badge>
        </p>
        <p>
          {hold.organisation?.name ?? t('hold.whole')}, {holdPeriod(hold)}
        </p>
        <p className="hint">{[reason(hold.why), t('member.by', { who: authorOf(hold) })].filter(Boolean).join(', ')}</p>
      </div>
      {lift && (
        <button
          type="button"
          className="button secondary small"
          onClick={() => lift(hold)}
          aria-label={t('member.lift-named', { what: t(`hold.${hold.kind}`) })}
        >
          {t('hold.lift')}
        </button>
      )}
    </li>
  );
}
