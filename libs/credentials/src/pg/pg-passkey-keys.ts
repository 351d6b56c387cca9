import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import type { Factor } from '../factor/factor.ts';
import { PasskeyKeys, type Passkey } from '../factor/factors.ts';
import { FACTOR, toFactor, type FactorRow } from './factor-rows.ts';

const FIND = sql(
  'passkey.find',
  `select ${FACTOR}, f.credential_id, f.public_key, f.counter, f.transports from factor f where f.credential_id = $1`,
);
const OF = sql(
  'passkey.of',
  `select credential_id, transports from factor where account_id = $1 and kind = 'passkey' and held_since is null`,
);
/** Keys that are copied between devices count nothing, for ever; one that counted once must go on. */
const COUNT = sql(
  'passkey.count',
  `update factor set counter = $2, last_used_at = $3 where id = $1 and held_since is null and (counter < $2 or (counter = 0 and $2 = 0)) returning id`,
);

interface KeyRow extends FactorRow {
  readonly credential_id: string;
  readonly public_key: Buffer;
  readonly counter: string;
  readonly transports: string[] | null;
}

export class PgPasskeyKeys extends PasskeyKeys {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async find(credentialId: string): Promise<{ factor: Factor; passkey: Passkey } | undefined> {
    const [row] = await this.db.query<KeyRow>(FIND, [credentialId]);
    if (!row) return undefined;
    const { public_key, counter, transports } = row;
    return {
      factor: toFactor(row),
      passkey: { credentialId, publicKey: new Uint8Array(public_key), counter: Number(counter), transports: transports ?? [] },
    };
  }

  override async of(account: string): Promise<readonly Pick<Passkey, 'credentialId' | 'transports'>[]> {
    const rows = await this.db.query<KeyRow>(OF, [account]);
    return rows.map(({ credential_id, transports }) => ({ credentialId: credential_id, transports: transports ?? [] }));
  }

  override async count(factor: string, counter: number): Promise<boolean> {
    return (await this.db.query(COUNT, [factor, counter, this.clock.now()])).length > 0;
  }
}
