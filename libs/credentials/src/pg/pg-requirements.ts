import { sql, type Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import type { Acr } from '../sign-in/assurance.ts';
import { levelOfRoles, Requirements, type FactorSettings, type HeldRole } from '../factor/required-factors.ts';

/** Structures answer to the rules of their community. */
const ROLES = sql(
  'requirement.roles',
  `select g.role, coalesce(o.parent_id, o.id) as organisation
   from role_grant g join organisation o on o.id = g.organisation_id
   where g.account_id = $1 and g.revoked_at is null and g.from_at <= $2 and (g.until_at is null or g.until_at > $2)`,
);

/** With an identifier of ours, or with a passkey and no upstream left. */
const SIGNS_IN_HERE = sql(
  'requirement.signs-in-here',
  `select 1 from identifier where account_id = $1
   union all select 1 where not exists (select 1 from identity where account_id = $1 and unlinked_at is null)`,
);

/** Reads roles where access keeps them; asks nothing of the database when no file requires anything. */
export class PgRequirements extends Requirements {
  readonly #none: boolean;

  constructor(
    private readonly db: Database,
    private readonly settings: ReadonlyMap<string, FactorSettings | undefined>,
    private readonly clock: Clock,
  ) {
    super();
    this.#none = [...settings.values()].every((each) => !each?.required.length);
  }

  override async of(account: string): Promise<Acr | undefined> {
    if (this.#none) return undefined;
    const roles = await this.db.query<HeldRole>(ROLES, [account, this.clock.now()]);
    return levelOfRoles(roles, this.settings);
  }

  override async keepsOne(account: string): Promise<boolean> {
    return (await this.db.query(SIGNS_IN_HERE, [account])).length > 0;
  }
}
