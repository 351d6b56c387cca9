import { appendFact, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { RefusedSignIns } from '../ports.ts';

/** One fact a refusal; nobody's identity is in it, because nobody's was proved. */
export class PgRefusedSignIns extends RefusedSignIns {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async note({ upstream, why, interaction, reference, cause }: Parameters<RefusedSignIns['note']>[0]): Promise<void> {
    await appendFact(this.db, {
      what: 'sign-in.refused',
      on: interaction ? `interaction:${interaction}` : `upstream:${upstream}`,
      by: `upstream:${upstream}`,
      at: this.clock.now(),
      why,
      details: { reference, ...(cause && { cause }) },
    });
  }
}
