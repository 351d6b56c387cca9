import { createHash, randomBytes } from 'node:crypto';
import { sql, type Database } from '@habilis/database';
import { newId, type Clock } from '@habilis/kernel';
import type { Assurance, Proof } from '../sign-in/assurance.ts';
import { LocalSignIns, SIGN_IN_MINUTES, type LocalSignIn, type ProofDetails, type Proved, type Purpose } from '../sign-in/local-sign-in.ts';

const COLUMNS = 'id, interaction, purpose, account_id, proofs, expires_at';
const OPEN = 'interaction = $1 and secret = $2 and taken_at is null and expires_at > $3';

const BEGIN = sql(
  'local_sign_in.begin',
  `insert into local_sign_in (id, secret, interaction, purpose, account_id, proofs, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7::timestamptz + make_interval(mins => ${SIGN_IN_MINUTES}))
   on conflict (interaction) do update set id = excluded.id, secret = excluded.secret, purpose = excluded.purpose,
     account_id = excluded.account_id, proofs = excluded.proofs, created_at = excluded.created_at, expires_at = excluded.expires_at,
     taken_at = null`,
);
const FIND = sql('local_sign_in.find', `select ${COLUMNS} from local_sign_in where ${OPEN}`);
const PROVE = sql(
  'local_sign_in.prove',
  `update local_sign_in set secret = $4, account_id = $5, proofs = proofs || $6::jsonb
   where ${OPEN} and (account_id is null or account_id = $5) returning ${COLUMNS}`,
);
const TAKE = sql('local_sign_in.take', `update local_sign_in set taken_at = $3 where ${OPEN} returning ${COLUMNS}`);
const PURGE = sql('local_sign_in.purge', 'delete from local_sign_in where expires_at < $1');

interface Row {
  id: string;
  interaction: string;
  purpose: Purpose;
  account_id: string | null;
  proofs: { proof: Proof; at: string; before?: Assurance }[];
  expires_at: Date;
}

/** Local sign-ins in PostgreSQL; of the browser's secret only the digest is kept. */
export class PgLocalSignIns extends LocalSignIns {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async begin({ interaction, purpose, account, proofs }: Parameters<LocalSignIns['begin']>[0]): Promise<string> {
    const secret = fresh();
    const row = [newId('ses'), digest(secret), interaction, purpose, account, JSON.stringify(proofs), this.clock.now()];
    await this.db.query(BEGIN, row);
    return secret;
  }

  override async find(interaction: string, secret: string): Promise<LocalSignIn | undefined> {
    const [row] = await this.db.query<Row>(FIND, [interaction, digest(secret), this.clock.now()]);
    return row && toSignIn(row);
  }

  override async prove(
    interaction: string,
    secret: string,
    account: string,
    proof: Proof,
    details: ProofDetails = {},
  ): Promise<{ signIn: LocalSignIn; secret: string } | undefined> {
    const [next, at] = [fresh(), this.clock.now()];
    const added = JSON.stringify([{ proof, at, ...details } satisfies Proved]);
    const [row] = await this.db.query<Row>(PROVE, [interaction, digest(secret), at, digest(next), account, added]);
    return row && { signIn: toSignIn(row), secret: next };
  }

  override async take(interaction: string, secret: string): Promise<LocalSignIn | undefined> {
    const [row] = await this.db.query<Row>(TAKE, [interaction, digest(secret), this.clock.now()]);
    return row && toSignIn(row);
  }

  async purge(): Promise<void> {
    await this.db.query(PURGE, [this.clock.now()]);
  }
}

function toSignIn({ id, interaction, purpose, account_id, proofs, expires_at }: Row): LocalSignIn {
  return {
    id,
    interaction,
    purpose,
    account: account_id,
    proofs: proofs.map((each) => ({ ...each, at: new Date(each.at) })),
    expiresAt: expires_at,
  };
}

const fresh = () => randomBytes(32).toString('base64url');
const digest = (secret: string) => createHash('sha256').update(secret).digest('base64url');
