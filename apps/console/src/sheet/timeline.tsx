import { Problem } from '../api/client.ts';
import { useTimeline } from '../api/queries.ts';
import type { Fact } from '../api/types.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { moment } from '../when.ts';
import { factWords, t } from '../words.ts';
import { authorOf } from './author-words.ts';
import { useReasonWords } from './reason-words.ts';

/** What happened to this account, the latest first. */
export function Timeline({ id, allowed }: { id: string; allowed: boolean }) {
  const timeline = useTimeline(id, allowed);
  const facts = timeline.data?.pages.flatMap(({ items }) => items);
  const forbidden = !allowed || (timeline.error instanceof Problem && timeline.error.status === 403);
  return (
    <section className="card" aria-labelledby="timeline">
      <h2 id="timeline">{t('member.timeline')}</h2>
      {allowed && timeline.isPending && <Loading lines={4} />}
      {forbidden && <p className="hint">{t('member.timeline-forbidden')}</p>}
      {timeline.error && !forbidden && !facts && <Failed problem={timeline.error} retry={() => void timeline.refetch()} level="h2" />}
      {facts?.length === 0 && <p className="hint">{t('member.timeline-empty')}</p>}
      <ol className="timeline">
        {facts?.map((fact) => (
          <FactLine key={fact.id} fact={fact} />
        ))}
      </ol>
      {timeline.hasNextPage && (
        <button type="button" className="button quiet" onClick={() => void timeline.fetchNextPage()} disabled={timeline.isFetchingNextPage}>
          {t('member.timeline-more')}
        </button>
      )}
    </section>
  );
}

function FactLine({ fact }: { fact: Fact }) {
  const reason = useReasonWords();
  return (
    <li>
      <time dateTime={fact.at}>{moment(fact.at)}</time>
      <p className="timeline-title">{factWords(fact.what)}</p>
      <p className="hint">
        {[t('member.by', { who: authorOf(fact) }), reason(fact.why), fact.organisation?.name, fact.source].filter(Boolean).join(' · ')}
      </p>
    </li>
  );
}
