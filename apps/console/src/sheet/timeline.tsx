import { useState } from 'react';
import { Problem } from '../api/client.ts';
import { useReasons, useTimeline } from '../api/queries.ts';
import type { Fact } from '../api/types.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { moment } from '../when.ts';
import { factWords, inOurLanguage, sourceWords, t } from '../words.ts';
import { authorOf } from './author-words.ts';
import { useReasonWords } from './reason-words.ts';

interface Props {
  readonly id: string;
  /** Whether I may see what was decided about this person. */
  readonly acts: boolean;
  /** Whether I may see the traces of their connections too, once I have said why. */
  readonly traces: boolean;
}

/** What happened to this account, the latest first. */
export function Timeline({ id, acts, traces }: Props) {
  const [why, setWhy] = useState('');
  const timeline = useTimeline(id, why, acts);
  const facts = timeline.data?.pages.flatMap(({ items }) => items);
  const forbidden = !acts || (timeline.error instanceof Problem && timeline.error.status === 403);
  return (
    <section className="card" aria-labelledby="timeline">
      <h2 id="timeline">{t('member.timeline')}</h2>
      {traces && <TracesChoice why={why} choose={setWhy} />}
      {acts && timeline.isPending && <Loading lines={4} />}
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
      {facts && !traces && <p className="hint">{t('member.timeline-acts')}</p>}
    </section>
  );
}

/** Connections and consultations are shown to who has a reason to look; the reason is written to the journal. */
function TracesChoice({ why, choose }: { why: string; choose: (why: string) => void }) {
  const reasons = useReasons().data?.acts['journal'] ?? [];
  return (
    <div className="field">
      <label htmlFor="traces">{t('member.traces')}</label>
      <p className="hint" id="traces-hint">
        {t('member.traces-hint')}
      </p>
      <select id="traces" value={why} onChange={(event) => choose(event.target.value)} aria-describedby="traces-hint">
        <option value="">{t('member.traces-none')}</option>
        {reasons.map((each) => (
          <option key={each.code} value={each.code}>
            {inOurLanguage(each)}
          </option>
        ))}
      </select>
    </div>
  );
}

function FactLine({ fact }: { fact: Fact }) {
  const reason = useReasonWords();
  const about = [t('member.by', { who: authorOf(fact) }), reason(fact.why), fact.organisation?.name].filter(Boolean);
  return (
    <li>
      <time dateTime={fact.at}>{moment(fact.at)}</time>
      <p className="timeline-title">{factWords(fact.what)}</p>
      <p className="hint">{about.join(' · ')}</p>
      {fact.source && <p className="hint">{sourceWords(fact.source)}</p>}
    </li>
  );
}
