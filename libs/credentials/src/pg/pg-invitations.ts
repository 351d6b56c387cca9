import { appendFact, enqueue, sql, type Database, type Tx } from '@habilis/database';
import { newId, Refusal, type Clock } from '@habilis/kernel';
import { folded, identifierOf } from '../sign-in/identifier.ts';
import {
  Invitations,
  mustExist,
  type Invitation,
  type InvitationOrder,
  type InvitationSlice,
  type Invited,
  type PastImport,
} from '../invitation/invitation.ts';
import { LINKS } from '../one-time-link.ts';
import type { PgIdentifiers } from './pg-identifiers.ts';
import type { PgOneTimeLinks } from './pg-one-time-links.ts';

/** Opens and closes the accounts of newcomers, in the caller's transaction; the library that keeps accounts does it. */
export interface Newcomers {
  /** @returns the account's id @throws Refusal `organisation.unknown` (invalid) */
  open(tx: Tx, who: Invited, order: { by: string; at: Date }): Promise<string>;
  close(tx: Tx, account: string, order: { by: string; at: Date }): Promise<void>;
}

const PUT = sql(
  'invitation.put',
  `insert into invitation (id, account_id, organisation_id, by_id, batch, created_at, sent_until) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const SHOWN = `select i.id, i.account_id as account, a.given_name || ' ' || a.family_name as name, n.written as identifier,
  i.organisation_id as organisation, i.by_id as by, i.created_at as at,
  case when i.undone_at is not null then 'undone' when i.accepted_at is not null or exists (select 1 from factor f where f.account_id = i.account_id) then 'accepted' when i.sent_until <= $2 then 'expired'
       else 'sent' end as state
  from invitation i join account a on a.id = i.account_id join identifier n on n.account_id = i.account_id`;
const LIST = sql(
  'invitation.list',
  `${SHOWN} where i.organisation_id = any ($1)
     and ($3::text is null or (i.created_at, i.id) < (select l.created_at, l.id from invitation l where l.id = $3))
   order by i.created_at desc, i.id desc limit $4`,
);
const IMPORTS = sql(
  'invitation.imports',
  `with lately as (
     select batch from invitation where organisation_id = any ($1) and batch is not null group by batch order by max(created_at) desc limit 20),
   shown as (${SHOWN} where i.batch in (select batch from lately))
   select i.batch, min(i.created_at) as at, min(a.given_name || ' ' || a.family_name) as by,
     array_agg(distinct i.organisation_id) as organisations, count(*)::int as invited,
     (count(*) filter (where s.state in ('sent', 'expired')))::int as open, (count(*) filter (where s.state = 'accepted'))::int as accepted
   from shown s join invitation i on i.id = s.id left join account a on a.id = i.by_id
   group by i.batch having bool_and(i.organisation_id = any ($1)) order by at desc`,
);
const OF = sql('invitation.of', `${SHOWN} where i.id = $1`);
const OF_BATCH = sql('invitation.of-batch', `${SHOWN} where i.batch = $1 order by i.id`);
const SENT = sql(
  'invitation.sent',
  'update invitation set sent_until = $2 where id = $1 and accepted_at is null and undone_at is null returning id',
);
const UNDO = sql(
  'invitation.undo',
  'update invitation set undone_at = $2 where id = $1 and accepted_at is null and undone_at is null returning id',
);
const ACCEPT = sql(
  'invitation.accept',
  'update invitation set accepted_at = $2 where account_id = $1 and accepted_at is null and undone_at is null returning id, organisation_id',
);
const KNOWN = sql(
  'invitation.known',
  `select folded as name from identifier where folded = any ($1)
   union select lower(a.email) from account a join membership m on m.account_id = a.id
     where lower(a.email) = any ($1) and m.organisation_id = $2 and m.stage = 'active' and a.stage = 'open'`,
);

/** Marks the invitations of an account accepted, with the fact, in the caller's transaction. */
export async function acceptInvitations(tx: Tx, account: string, at: Date, how: string): Promise<void> {
  for (const { id, organisation_id } of await tx.query<{ id: string; organisation_id: string }>(ACCEPT, [account, at])) {
    const about = { organisation: organisation_id, details: { invitation: id } };
    await appendFact(tx, { what: 'invitation.accepted', on: account, by: account, at, why: how, ...about });
  }
}

/** Invitations in PostgreSQL. */
export class PgInvitations extends Invitations {
  constructor(
    private readonly db: Database,
    private readonly links: PgOneTimeLinks,
    private readonly identifiers: PgIdentifiers,
    private readonly newcomers: Newcomers,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async invite(who: Invited, order: InvitationOrder): Promise<{ id: string; account: string; link: string }> {
    const { organisation } = who;
    const name = who.identifier ?? who.email;
    const known = await this.known(organisation, [{ email: who.email, identifier: name }]);
    if (known.has(folded(name))) throw new Refusal('identifier.taken', 'conflict');
    if (known.size > 0) throw new Refusal('invitation.known', 'conflict');
    const at = this.clock.now();
    return this.db.transaction(async (tx) => {
      const account = await this.newcomers.open(tx, who, { by: order.by, at });
      await this.identifiers.give(tx, identifierOf(account, name));
      const id = newId('inv');
      const until = new Date(at.getTime() + LINKS[order.link].minutes * 60_000);
      await tx.query(PUT, [id, account, organisation, order.by, order.batch ?? null, at, until]);
      const link = await this.send(tx, { id, account, organisation }, order);
      return { id, account, link };
    });
  }

  override async list({ organisations, after, limit }: InvitationSlice): Promise<readonly Invitation[]> {
    return this.db.query<Invitation>(LIST, [organisations, this.clock.now(), after, limit]);
  }

  override async imports(organisations: readonly string[]): Promise<readonly PastImport[]> {
    return this.db.query<PastImport>(IMPORTS, [organisations, this.clock.now()]);
  }

  override async of(id: string): Promise<Invitation | undefined> {
    return (await this.db.query<Invitation>(OF, [id, this.clock.now()]))[0];
  }

  override async ofBatch(batch: string): Promise<readonly Invitation[]> {
    return this.db.query<Invitation>(OF_BATCH, [batch, this.clock.now()]);
  }

  override async resend(id: string, by: string): Promise<void> {
    const found = mustExist(await this.of(id));
    const until = new Date(this.clock.now().getTime() + LINKS.invitation.minutes * 60_000);
    await this.db.transaction(async (tx) => {
      if ((await tx.query(SENT, [id, until])).length === 0) throw new Refusal('invitation.over', 'conflict');
      await this.send(tx, found, { by, link: 'invitation' });
    });
  }

  override async undo(id: string, by: string): Promise<void> {
    const { account, organisation } = mustExist(await this.of(id));
    const at = this.clock.now();
    await this.db.transaction(async (tx) => {
      if ((await tx.query(UNDO, [id, at])).length === 0) throw new Refusal('invitation.over', 'conflict');
      await this.links.kill(tx, account, ['invitation', 'bootstrap']);
      await this.newcomers.close(tx, account, { by, at });
      await appendFact(tx, {
        what: 'invitation.undone',
        on: account,
        by,
        at,
        why: 'taken-back',
        organisation,
        details: { invitation: id },
      });
    });
  }

  override async accept(token: string): Promise<string | undefined> {
    // Not accepted yet: a device that fails to enrol a key must not leave someone without a way in.
    return (await this.db.transaction((tx) => this.links.use(tx, ['invitation', 'bootstrap'], token)))?.account;
  }

  override async known(organisation: string, who: readonly { email: string; identifier: string }[]): Promise<ReadonlySet<string>> {
    const names = who.flatMap(({ email, identifier }) => [folded(email), folded(identifier)]);
    return new Set((await this.db.query<{ name: string }>(KNOWN, [names, organisation])).map(({ name }) => name));
  }

  private async send(tx: Tx, sent: Pick<Invitation, 'id' | 'account' | 'organisation'>, order: InvitationOrder): Promise<string> {
    const { id, account, organisation } = sent;
    const at = this.clock.now();
    const link = await this.links.issue(tx, { kind: order.link, account, by: order.by, details: { invitation: id } });
    await appendFact(tx, {
      what: 'invitation.sent',
      on: account,
      by: order.by,
      at,
      why: order.link,
      organisation,
      details: { invitation: id },
    });
    if (order.link === 'invitation') {
      const payload = { mail: 'invitation', account, link: link.id, at: at.toISOString(), organisation };
      await enqueue(tx, { topic: 'mail.letter', about: account, payload, dueAt: at });
    }
    return link.id;
  }
}
