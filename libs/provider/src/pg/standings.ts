import type { Standing } from '@habilis/access';
import { standingOf, toStanding, type StandingRow } from '@habilis/access/pg';
import { sql, type Database } from '@habilis/database';
import { Standings } from '../ports.ts';
import { requestMemory } from './request-memory.ts';

const STANDING = sql('oidc.standing', `select ${standingOf('$1')} as standing`);

/** Reads standing, once a request: what came with the session is not asked again. */
export class PgStandings extends Standings {
  constructor(private readonly db: Database) {
    super();
  }

  override async of(accountId: string): Promise<Standing | undefined> {
    const known = requestMemory()?.standings;
    const reading = known?.get(accountId) ?? this.read(accountId);
    known?.set(accountId, reading);
    const row = await reading;
    return row ? toStanding(row) : undefined;
  }

  private async read(accountId: string): Promise<StandingRow | null> {
    const [row] = await this.db.query<{ standing: StandingRow | null }>(STANDING, [accountId]);
    return row?.standing ?? null;
  }
}
