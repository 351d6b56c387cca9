import { useImperativeHandle, useRef, type Ref } from 'react';
import { t } from '../words.ts';

/** Puts the cursor on a line, and shows it. */
export interface EditorHandle {
  goTo(line: number): void;
}

interface Props {
  readonly id: string;
  readonly text: string;
  readonly set: (text: string) => void;
  /** Lines that something is said of. */
  readonly flagged: ReadonlySet<number>;
  readonly describedBy: string;
  readonly handle: Ref<EditorHandle>;
}

/** A plain text area with the numbers of its lines; Tab leaves it, as it leaves every field. */
export function YamlEditor({ id, text, set, flagged, describedBy, handle }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  useImperativeHandle(handle, () => ({
    goTo(line) {
      const field = area.current;
      if (!field) return;
      const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
      field.focus();
      field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      field.scrollTop = (field.scrollHeight / lines.length) * Math.max(0, line - 6);
    },
  }));
  const follow = () => {
    if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop;
  };
  return (
    <div className="editor">
      <div className="gutter" ref={gutter} aria-hidden="true">
        {lines.map((_, at) => (
          <span key={at} className={flagged.has(at + 1) ? 'flagged' : undefined}>
            {at + 1}
          </span>
        ))}
      </div>
      <textarea
        id={id}
        ref={area}
        value={text}
        onChange={(event) => set(event.target.value)}
        onScroll={follow}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-describedby={describedBy}
        aria-label={t('policy.editor', { count: lines.length })}
      />
    </div>
  );
}
