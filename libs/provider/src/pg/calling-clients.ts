import { CallingClients, Subjects, type AskingScope, type CallingClient } from '@habilis/access';
import { sql, type Database } from '@habilis/database';
import type { PairwiseSubjects } from '../pairwise.ts';
import type { Portals } from '../portals.ts';
import { rowId } from './record.ts';

const IDENTIFY = sql(
  'oidc.identify-client',
  `select client_id from oidc_record
   where id = $1 and model = 'ClientCredentials' and expires_at > now()
     and payload ->> 'jkt' is null and $2 = any (string_to_array(payload ->> 'scope', ' '))`,
);

const BEARER = /^Bearer ([\w-]{20,200})$/i;

/** Knows the portal behind a bearer token of its own, made for what it asks; one statement, on the primary key. */
export class PgCallingClients extends CallingClients {
  constructor(
    private readonly db: Database,
    private readonly portals: Portals,
  ) {
    super();
  }

  override async identify(authorization: string | undefined, scope: AskingScope = 'access:evaluate'): Promise<CallingClient | undefined> {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const [row] = await this.db.query<{ client_id: string }>(IDENTIFY, [rowId('ClientCredentials', token), scope]);
    const portal = this.portals.get(row?.client_id);
    return portal && { clientId: portal.id, organisation: portal.organisation };
  }
}

/** Knows whom a portal means: by the account, or by the number that only this portal's sector has. */
export class PortalSubjects extends Subjects {
  constructor(
    private readonly portals: Portals,
    private readonly subjects: PairwiseSubjects,
  ) {
    super();
  }

  override async resolve(clientId: string, sub: string): Promise<string | undefined> {
    const portal = this.portals.get(clientId);
    if (portal?.subject !== 'pairwise') return portal && sub;
    return this.subjects.accountOf(this.portals.sectorOf(clientId), sub);
  }

  override nameFor(clientId: string, account: string): string {
    if (this.portals.get(clientId)?.subject !== 'pairwise') return account;
    return this.subjects.subjectFor(this.portals.sectorOf(clientId), account);
  }
}
