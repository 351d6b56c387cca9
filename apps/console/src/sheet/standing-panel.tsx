import type { Sheet } from '../api/types.ts';
import { ReachBadge } from '../shell/badge.tsx';
import { t } from '../words.ts';
import { limitSentences, reachSentence } from './standing-words.ts';

/** What this person can do, and why not more: the first thing anyone opens a sheet for. */
export function StandingPanel({ sheet }: { sheet: Sheet }) {
  return (
    <section className="card standing" aria-labelledby="standing">
      <h2 id="standing">{t('member.standing')}</h2>
      {sheet.standing.map((each) => (
        <div key={each.organisation.id} className={`standing-at ${each.reach}`}>
          <p className="standing-line">
            <strong>{each.organisation.name}</strong> <ReachBadge reach={each.reach} />
          </p>
          <p>{reachSentence(each)}</p>
          {each.limits.length > 0 && (
            <ul>
              {limitSentences(each).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}
