import { sql, type Database, type Sealer } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { TotpSeeds } from '../factor/factors.ts';
import { seedPlace } from './pg-factors.ts';

const OF = sql(
  'totp.of',
  `select id, secret from factor where account_id = $1 and kind = 'totp' and held_since is null order by last_used_at desc nulls last`,
);
const TAKE = sql(
  'totp.take',
  `update factor set accepted_step = $2, last_used_at = $3
   where id = $1 and kind = 'totp' and held_since is null and accepted_step < $2 returning id`,
);

export class PgTotpSeeds extends TotpSeeds {
  constructor(
    private readonly db: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async of(account: string): Promise<readonly { factor: string; secret: string }[]> {
    const rows = await this.db.query<{ id: string; secret: string }>(OF, [account]);
    return rows.map(({ id, secret }) => ({ factor: id, secret: this.sealer.open(secret, seedPlace(id)) }));
  }

  override async take(factor: string, step: number): Promise<boolean> {
    return (await this.db.query(TAKE, [factor, step, this.clock.now()])).length > 0;
  }
}
