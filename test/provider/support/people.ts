import { sql, type Database } from '@habilis/database';
import { newId } from '@habilis/kernel';

const T0 = '2026-01-05T08:00:00Z';

/** Rows as the capabilities that own them would leave them. */
export function people(db: Database) {
  const run = (name: string, text: string, values: readonly unknown[] = []) => db.query(sql(`test.${name}`, text), values);
  return {
    organisation: (id: string, name: string) =>
      run('organisation', `insert into organisation (id, kind, name) values ($1, 'community', $2)`, [id, name]),
    account: (id: string, givenName: string, familyName: string, stage = 'open') =>
      run('account', 'insert into account (id, stage, given_name, family_name, created_at) values ($1, $2, $3, $4, $5)', [id, stage, givenName, familyName, T0]), // prettier-ignore
    member: (account: string, organisation: string, stage = 'active') =>
      run('member', 'insert into membership (account_id, organisation_id, stage, from_at) values ($1, $2, $3, $4)', [account, organisation, stage, T0]), // prettier-ignore
    profile: (account: string, profile: unknown) =>
      run(
        'identity',
        `insert into identity (id, account_id, upstream, issuer, subject, given_name, family_name, profile, created_at, last_seen_at)
         select $1, $2, 'psc', 'https://psc.example', $2, given_name, family_name, $3, $4, $4 from account where id = $2`,
        [newId('idn'), account, profile, T0],
      ),
    unlinked: (account: string) => run('unlink', 'update identity set unlinked_at = now() where account_id = $1', [account]),
    /** What PgAccounts.commit does of a hold: the hold, the grown epoch, the telling owed. */
    hold: (account: string, kind: string, from: Date, until: Date | null = null, organisation: string | null = null) =>
      db.transaction(async (tx) => {
        await tx.query(
          sql('test.hold', `insert into hold (id, account_id, kind, organisation_id, from_at, until_at, why, by_id) values ($1, $2, $3, $4, $5, $6, 'test', 'acc-admin')`), // prettier-ignore
          [newId('hold'), account, kind, organisation, from, until],
        );
        await tx.query(sql('test.epoch', 'update account set epoch = epoch + 1 where id = $1'), [account]);
      }),
    lift: (account: string) => run('lift', 'update hold set lifted_at = now() where account_id = $1', [account]),
    charter: (organisation: string, version: number, effectiveAt: Date) =>
      run(
        'charter',
        `insert into charter_version (organisation_id, version, title, body, sha256, published_at, effective_at)
         values ($1, $2, 'Charte d’utilisation', '# Objet\n\nTexte de la **charte**.', 'x', $3, $3)`,
        [organisation, version, effectiveAt],
      ),
    answered: (account: string, organisation: string, version: number, answer = 'accepted') =>
      run('answer', `insert into charter_answer (account_id, organisation_id, version, answer, at, sha256) values ($1, $2, $3, $4, now(), 'x')`, [account, organisation, version, answer]), // prettier-ignore
    facts: async (on: string) =>
      (await run('facts', 'select what, why, by_id as by, details from fact where on_id = $1 order by seq', [on])) as {
        what: string;
        why: string;
        by: string;
        details: Record<string, unknown>;
      }[],
    owed: async (topic: string) =>
      (await run(
        'owed',
        'select payload, attempts, last_error as error, acknowledged_at as at from outbox where topic = $1 order by created_at',
        [topic],
      )) as {
        payload: Record<string, unknown>;
        attempts: number;
        error: string | null;
        at: Date | null;
      }[],
  };
}
