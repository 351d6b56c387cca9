import type { CharterText } from '../api/types.ts';
import { t } from '../words.ts';
import { lineChanges, type LineChange } from './diff.ts';

type Text = Pick<CharterText, 'title' | 'body'>;

const MARK = { before: 'del', after: 'ins' } as const;

/** What changes from the version before, word by word; what is removed is struck, what is added underlined. */
export function Changes({ before, after }: { before: Text; after: Text }) {
  if (before.body === '') return null;
  const whole = ({ title, body }: Text) => `${title}\n\n${body.trim()}`;
  const lines = lineChanges(whole(before), whole(after));
  if (lines.every(({ kind }) => kind === 'same')) return null;
  return (
    <section className="card changes" aria-labelledby="changes">
      <h2 id="changes">{t('publish.changes')}</h2>
      {around(lines).map((line, at) =>
        line === undefined ? (
          <p key={at} className="hint">
            {t('publish.same')}
          </p>
        ) : (
          <p key={at} className={`change ${line.kind}`}>
            <Line line={line} />
          </p>
        ),
      )}
    </section>
  );
}

function Line({ line }: { line: LineChange }) {
  return line.pieces.map(({ in: side, text }, at) => {
    const Mark = side === 'both' ? 'span' : MARK[side];
    return <Mark key={at}>{text}</Mark>;
  });
}

/** Lines that change with one line of either side; the rest is folded into `undefined`. */
function around(lines: readonly LineChange[]): (LineChange | undefined)[] {
  const near = lines.map((_, at) => [at - 1, at, at + 1].some((each) => lines[each] && lines[each].kind !== 'same'));
  return lines.flatMap((line, at) => (near[at] ? [line] : near[at - 1] !== false ? [undefined] : []));
}
