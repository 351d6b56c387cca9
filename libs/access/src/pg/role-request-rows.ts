import { appendFact, sql, type Tx } from '@habilis/database';
import { Refusal, type Change } from '@habilis/kernel';
import type { RoleRequest } from '../grant/role-request.ts';

interface Row extends Omit<RoleRequest, 'closed' | 'putsOn'> {
  readonly grant: string | null;
  readonly minutes: number;
  readonly closedAt: Date | null;
  readonly closedBy: string;
  readonly closedHow: 'granted' | 'refused' | 'withdrawn';
  readonly closedWhy: string;
}

export const REQUEST_COLUMNS = `id, account_id as account, role, organisation_id as organisation, until_at as until, reason as why,
  asked_by as "askedBy", asked_at as "askedAt", expires_at as "expiresAt", endorsed_by as "endorsedBy",
  grant_id as "grant", minutes,
  closed_at as "closedAt", closed_by as "closedBy", closed_how as "closedHow", closed_why as "closedWhy"`;
const GET = sql('role-request.get', `select ${REQUEST_COLUMNS} from role_request where id = $1`);
const OF = sql('role-request.of', `select ${REQUEST_COLUMNS} from role_request where account_id = $1 order by asked_at desc, id limit 200`);
const SAVE = sql(
  'role-request.save',
  `insert into role_request (id, account_id, role, organisation_id, until_at, reason, asked_by, asked_at, expires_at, endorsed_by,
     closed_at, closed_by, closed_how, closed_why, grant_id, minutes)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
   on conflict (id) do update set endorsed_by = excluded.endorsed_by, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
     closed_how = excluded.closed_how, closed_why = excluded.closed_why`,
);

export function toRequest({ closedAt, closedBy, closedHow, closedWhy, grant, minutes, ...rest }: Row): RoleRequest {
  const putsOn = grant === null ? null : { grant, minutes };
  return { ...rest, putsOn, closed: closedAt ? { at: closedAt, by: closedBy, how: closedHow, why: closedWhy } : null };
}

/** @throws Refusal `role-request.unknown` (unknown) */
export async function readRequest(db: Tx, id: string): Promise<RoleRequest> {
  const [row] = await db.query<Row>(GET, [id]);
  if (!row) throw new Refusal('role-request.unknown', 'unknown', { id });
  return toRequest(row);
}

export const readRequestsOf = async (db: Tx, account: string): Promise<readonly RoleRequest[]> =>
  (await db.query<Row>(OF, [account])).map(toRequest);

export async function saveRequest(tx: Tx, { next, fact }: Change<RoleRequest>): Promise<void> {
  const { id, account, role, organisation, until, why, askedBy, askedAt, expiresAt, endorsedBy, closed, putsOn } = next;
  const end = [
    closed?.at ?? null,
    closed?.by ?? null,
    closed?.how ?? null,
    closed?.why ?? null,
    putsOn?.grant ?? null,
    putsOn?.minutes ?? null,
  ];
  await tx.query(SAVE, [id, account, role, organisation, until, why, askedBy, askedAt, expiresAt, endorsedBy, ...end]);
  await appendFact(tx, fact);
}

export type { Row as RequestRow };
