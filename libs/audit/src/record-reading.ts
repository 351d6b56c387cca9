import type { Caller, Clock } from '@habilis/kernel';
import type { Journal } from './journal.ts';

/** How long one reading counts as the same: a screen that is reloaded is not read twice. */
const SAME_READING_MS = 3_600_000;

/** What of a person was read, and the fact it leaves. */
const READ = { sheet: 'sheet.read', timeline: 'timeline.read', traces: 'traces.read' } as const;
export type Read = keyof typeof READ;

/**
 * Leaves the fact that someone looked at another person's sheet, timeline or traces.
 *
 * Once an hour for the same reader, person and thing read. One's own is no one else's business and leaves none.
 *
 * @fr trace de consultation
 * @source CPAM13.10.2
 */
export class RecordReading {
  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, read: Read, accountId: string, organisation: string | null = null, why = 'console'): Promise<void> {
    if (me.id === accountId) return;
    const at = this.clock.now();
    const about = { source: 'CPAM13.10.2', ...(organisation !== null && { organisation }) } as const;
    await this.journal.record({ what: READ[read], on: accountId, by: me.id, at, why, ...about }, new Date(at.getTime() - SAME_READING_MS));
  }
}
