import { lineChanges, type LineChange } from '../charters/diff.ts';
import { t } from '../words.ts';
import type { Files } from './queries.ts';

/** The files that differ, line by line, with their line numbers; what is the same is folded. */
export function FileChanges({ before, after }: { before: Files; after: Files }) {
  const names = changedNames(before, after);
  return (
    <section className="card" aria-labelledby="file-changes">
      <h2 id="file-changes">{t('policy.changes')}</h2>
      {names.length === 0 && <p className="hint">{t('policy.no-changes')}</p>}
      {names.map((name) => (
        <details key={name} open={names.length <= 3}>
          <summary>
            <code>{name}.yaml</code>
          </summary>
          <FileDiff lines={lineChanges(before[name] ?? '', after[name] ?? '')} />
        </details>
      ))}
    </section>
  );
}

export const changedNames = (before: Files, after: Files): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]).sort();

const MARK = { before: 'del', after: 'ins', both: 'span' } as const;
const SIGN = { same: ' ', removed: '−', added: '+', changed: '±' } as const;
const AROUND = 2;

function FileDiff({ lines }: { lines: readonly LineChange[] }) {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same'));
  let number = 0;
  return (
    <div className="diff">
      {lines.map((line, at) => {
        if (line.kind !== 'removed') number++;
        if (!near[at]) return near[at - 1] || at === 0 ? <hr key={at} /> : null;
        return (
          <p key={at} className={`change ${line.kind}`}>
            <span className="diff-number" aria-hidden="true">
              {line.kind === 'removed' ? '' : number} {SIGN[line.kind]}
            </span>
            {line.pieces.map(({ in: side, text }, index) => {
              const Mark = MARK[side];
              return <Mark key={index}>{text}</Mark>;
            })}
          </p>
        );
      })}
    </div>
  );
}
