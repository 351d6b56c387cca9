import { NotDone } from './not-done.tsx';

interface Props {
  /** What the form does, as a mutation. */
  readonly doing: { readonly error: Error | null; readonly isPending: boolean; reset(): void };
  /** On the button that does it. */
  readonly words: string;
  /** On the same button while it is done; absent: the words stay. */
  readonly busy?: string;
  /** The way out, where the form was opened and can be shut. */
  readonly leave?: { readonly words: string; readonly act: () => void; readonly kind: 'quiet' | 'secondary' };
  readonly confirm?: () => void;
}

/** How a form ends: why it was not done, the button that does it, and the way out. */
export function FormEnd({ doing, words, busy = words, leave, confirm }: Props) {
  return (
    <>
      {doing.error && <NotDone error={doing.error} close={() => doing.reset()} {...(confirm && { confirm })} />}
      <div className="actions">
        <button type="submit" className="button" aria-disabled={doing.isPending}>
          {doing.isPending ? busy : words}
        </button>
        {leave && (
          <button type="button" className={`button ${leave.kind}`} onClick={leave.act}>
            {leave.words}
          </button>
        )}
      </div>
    </>
  );
}
