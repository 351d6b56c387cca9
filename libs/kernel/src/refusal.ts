import type { SourceRef } from './source.ts';

/** What the caller can do about it; the web floor turns each kind into one HTTP status. */
export type RefusalKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'unknown' | 'conflict' | 'busy';

/**
 * The system declines, on purpose, and says under which rule.
 *
 * Anything thrown that is not a Refusal is a defect. `code` is stable and public; the sentence shown to
 * people lives in `config/fr/refusals/` under that code. `details` hold no secret and nobody else's data.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: string,
    readonly kind: RefusalKind,
    readonly details: Readonly<Record<string, string | number>> = {},
    readonly source?: SourceRef,
  ) {
    super(code);
  }
}
