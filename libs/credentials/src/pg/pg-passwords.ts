import { appendFact, enqueue, sql, type Database, type Tx } from '@habilis/database';
import { Refusal, type Clock } from '@habilis/kernel';
import type { LinkKind } from '../one-time-link.ts';
import { Passwords, type Hashed, type KeptPassword } from '../password/password.ts';
import type { Identifier } from '../sign-in/identifier.ts';
import { PgIdentifiers } from './pg-identifiers.ts';
import { acceptInvitations } from './pg-invitations.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

const KEPT = `p.account_id as account, p.phc, p.pepper, p.changed_at as "changedAt", p.must_change_by as "mustChangeBy",
  p.held_since as "heldSince"`;

const OF = sql('password.of', `select ${KEPT} from password p where p.account_id = $1`);
const FIND = sql(
  'password.find',
  `select ${KEPT}, k.browser is not null as "knowsBrowser" from identifier i join password p on p.account_id = i.account_id
   left join known_browser k on k.account_id = i.account_id and k.browser = $2 where i.folded = $1`,
);
const FORMER = sql(
  'password.former',
  `(select phc, pepper from password where account_id = $1)
   union all (select phc, pepper from past_password where account_id = $1 order by until_at desc limit $2)`,
);
const REHASH = sql('password.rehash', 'update password set phc = $3, pepper = $4 where account_id = $1 and phc = $2');
/** Former ones are kept whether or not an organisation looks at them today: it may tomorrow. Hashes, and twenty-four at most. */
const KEEP_FORMER = sql(
  'password.keep-former',
  `insert into past_password (account_id, phc, pepper, until_at) select account_id, phc, pepper, $2 from password where account_id = $1`,
);
const FORGET_FORMER = sql(
  'password.forget-former',
  `delete from past_password where account_id = $1 and until_at <
     (select until_at from past_password where account_id = $1 order by until_at desc offset 23 limit 1)`,
);
const PUT = sql(
  'password.put',
  `insert into password (account_id, phc, pepper, changed_at) values ($1, $2, $3, $4)
   on conflict (account_id) do update set phc = excluded.phc, pepper = excluded.pepper, changed_at = excluded.changed_at,
     must_change_by = null, must_change_why = null, held_since = null, held_why = null`,
);

/** Links that a new password makes pointless, or dangerous. */
const ENDED_BY_RESET: readonly LinkKind[] = ['invitation', 'bootstrap', 'reset'];

/** Passwords in PostgreSQL. */
export class PgPasswords extends Passwords {
  constructor(
    private readonly db: Database,
    private readonly links: PgOneTimeLinks,
    private readonly clock: Clock,
    private readonly identifiers = new PgIdentifiers(db, clock),
  ) {
    super();
  }

  override async of(account: string): Promise<KeptPassword | undefined> {
    const [row] = await this.db.query<KeptPassword>(OF, [account]);
    return row;
  }

  override async find(folded: string, browser: string | undefined) {
    const [row] = await this.db.query<KeptPassword & { knowsBrowser: boolean }>(FIND, [folded, browser ?? null]);
    return row;
  }

  override async former(account: string, last: number): Promise<readonly Hashed[]> {
    return (await this.db.query<Hashed>(FORMER, [account, last])).slice(0, last);
  }

  override async rehash(account: string, from: Hashed, to: Hashed): Promise<void> {
    await this.db.query(REHASH, [account, from.phc, to.phc, to.pepper]);
  }

  override async accept(token: string, chosen: Hashed): Promise<string> {
    return this.byLink(['invitation', 'bootstrap'], token, chosen, 'password.chosen', 'invited');
  }

  override async reset(token: string, chosen: Hashed): Promise<string> {
    return this.byLink(['reset'], token, chosen, 'password.changed', 'forgotten');
  }

  override async change(account: string, chosen: Hashed, { why, except }: { why: string; except?: string }): Promise<void> {
    await this.db.transaction((tx) => this.put(tx, account, chosen, { what: 'password.changed', why, except }));
  }

  override async first(identifier: Identifier, chosen: Hashed): Promise<void> {
    const { account } = identifier;
    const fact = { on: account, by: account, at: this.clock.now(), why: 'asked-by-person', details: { upstream: 'local' } };
    await this.db.transaction(async (tx) => {
      await this.identifiers.give(tx, identifier);
      await this.put(tx, account, chosen, { what: 'password.chosen', why: 'asked-by-person', except: undefined });
      await appendFact(tx, { what: 'identity.added', ...fact });
    });
  }

  private async byLink(kinds: readonly LinkKind[], token: string, chosen: Hashed, what: string, why: string): Promise<string> {
    return this.db.transaction(async (tx) => {
      const link = await this.links.use(tx, kinds, token);
      if (!link) throw new Refusal('link.over', 'conflict');
      await this.put(tx, link.account, chosen, { what, why, except: undefined });
      if (why === 'invited') await acceptInvitations(tx, link.account, this.clock.now(), 'password');
      return link.account;
    });
  }

  private async put(tx: Tx, account: string, { phc, pepper }: Hashed, told: { what: string; why: string; except: string | undefined }) {
    const at = this.clock.now();
    await this.links.kill(tx, account, ENDED_BY_RESET);
    await tx.query(KEEP_FORMER, [account, at]);
    await tx.query(FORGET_FORMER, [account]);
    await tx.query(PUT, [account, phc, pepper, at]);
    await appendFact(tx, { what: told.what, on: account, by: account, at, why: told.why });
    if (told.what !== 'password.changed') return;
    const payload = { account, except: told.except ?? null, before: at };
    await enqueue(tx, { topic: 'credentials.changed', about: account, payload, dueAt: at });
  }
}
