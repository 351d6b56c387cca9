import type { Database } from '@habilis/database';
import { Refusal, type Clock } from '@habilis/kernel';
import { stageAt } from '../account.ts';
import { Accounts, masked, MOST_LINES, type DoubtLine, type IdentityLine, type Page, type PeopleQuery, type PersonLine, type RequestLine, type Sheet } from '../reading.ts'; // prettier-ignore
import { toAccount, type AccountRow } from './account-rows.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { DOUBTS, DOUBTS_OF, LINES, REQUESTS, SHEET } from './line-statements.ts';
import { BY_NATIONAL_ID, peopleStatement, type NamedBy } from './people-statements.ts';

type Slice = Parameters<Accounts['requests']>[0];
interface Key {
  readonly by: NamedBy;
  readonly key: string;
  readonly id: string;
}

const linesOf = (limit = 50) => Math.min(Math.max(1, Math.trunc(limit)), MOST_LINES);
const IDENTIFIER = /^(\d{9,12}|\d[0-9A-Z]+\/[0-9A-Z]+)$/i;
const BEGINNING_OF_TIME = '-infinity';
/** An instant as the database writes it, to the microsecond, which a Date does not hold. */
const INSTANT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/;
type Dated<T> = T & { readonly instant: string };

/** Lists and sheets from PostgreSQL, each line read through an index. */
export class PgPeople extends Accounts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async list(query: PeopleQuery): Promise<Page<PersonLine>> {
    const search = query.search?.trim() ?? '';
    const lines = linesOf(query.limit);
    if (IDENTIFIER.test(search)) return { items: await this.lines(await this.identified(query.organisations, search)), next: null };
    const found = await this.named(query, search, lines + 1);
    const shown = found.slice(0, lines);
    const last = shown.at(-1);
    const next = found.length > lines && last ? toCursor([last.by, last.key, last.id]) : null;
    return { items: await this.lines(shown.map((each) => each.id)), next };
  }

  override async requests({ organisations, cursor, limit }: Slice): Promise<Page<RequestLine>> {
    const lines = linesOf(limit);
    const [since, id, organisation] = cursor ? instantAnd(fromCursor(cursor, 3)) : [BEGINNING_OF_TIME, '', ''];
    const rows = await this.db.query<Dated<RequestLine>>(REQUESTS, [organisations, since, id, organisation, lines + 1]);
    return page(rows, lines, (last) => [last.instant, last.id, last.organisation]);
  }

  override async doubts({ organisations, cursor, limit }: Slice): Promise<Page<DoubtLine>> {
    const lines = linesOf(limit);
    const [since, id] = cursor ? instantAnd(fromCursor(cursor, 2)) : [BEGINNING_OF_TIME, ''];
    const rows = await this.db.query<Dated<DoubtLine>>(DOUBTS, [organisations, since, id, lines + 1]);
    return page(rows.map(withMaskedId), lines, (last) => [last.instant, last.id]);
  }

  override async sheet(id: string): Promise<Sheet> {
    type Row = AccountRow & {
      createdAt: Date;
      lastSignInAt: Date | null;
      identities: (IdentityLine & Record<'firstSeenAt' | 'lastSeenAt', string>)[];
    };
    const [row] = await this.db.query<Row>(SHEET, [id]);
    if (!row) throw new Refusal('account.unknown', 'unknown', { id });
    const { createdAt, lastSignInAt, identities, ...account } = row;
    const seen = identities.map((each) => ({
      ...withMaskedId(each),
      firstSeenAt: new Date(each.firstSeenAt),
      lastSeenAt: new Date(each.lastSeenAt),
    }));
    const doubts = (await this.db.query<Dated<DoubtLine>>(DOUBTS_OF, [id])).map(withMaskedId).map(undated);
    return { account: toAccount(account), createdAt, lastSignInAt, identities: seen, doubts };
  }

  /** Family names first, given names after: each is one walk along one index. */
  private async named({ organisations, stage, hold, cursor }: PeopleQuery, search: string, lines: number): Promise<Key[]> {
    const [by, key, id] = cursor ? fromCursor(cursor, 3) : ['family', '', ''];
    if (by !== 'family' && by !== 'given') throw new Refusal('cursor.malformed', 'invalid');
    const walk = async (along: NamedBy, from: readonly string[], most: number): Promise<Key[]> => {
      const values = [organisations, ...from, search, this.clock.now(), most, hold ?? null];
      const rows = await this.db.query<Omit<Key, 'by'>>(peopleStatement(stage ?? 'any', hold ? 'held' : 'all', along), values);
      return rows.map((row) => ({ ...row, by: along }));
    };
    const byFamily = by === 'family' ? await walk('family', [key!, id!], lines) : [];
    if (search === '' || byFamily.length === lines) return byFamily;
    return [...byFamily, ...(await walk('given', by === 'given' ? [key!, id!] : ['', ''], lines - byFamily.length))];
  }

  private async identified(organisations: readonly string[], search: string): Promise<string[]> {
    const ids = [search, `8${search}`, `0${search}`].map((each) => each.toUpperCase());
    return (await this.db.query<{ id: string }>(BY_NATIONAL_ID, [organisations, ids])).map((row) => row.id);
  }

  private async lines(ids: readonly string[]): Promise<PersonLine[]> {
    const rows = await this.db.query<AccountRow & { lastSignInAt: Date | null }>(LINES, [ids]);
    const now = this.clock.now();
    const byId = new Map(
      rows.map(({ lastSignInAt, ...row }) => {
        const { id, version, givenName, familyName, memberships, holds, ...rest } = toAccount(row);
        return [
          id,
          { id, version, givenName, familyName, memberships, holds, stage: stageAt({ ...rest, memberships }, now), lastSignInAt },
        ];
      }),
    );
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}

function page<T>(rows: readonly Dated<T>[], lines: number, key: (last: Dated<T>) => string[]): Page<Omit<Dated<T>, 'instant'>> {
  const shown = rows.slice(0, lines);
  return { items: shown.map(undated), next: rows.length > lines ? toCursor(key(shown.at(-1)!)) : null };
}

function undated<T extends { readonly instant: string }>({ instant: _instant, ...line }: T): Omit<T, 'instant'> {
  return line;
}

function instantAnd([instant, ...rest]: string[]): string[] {
  if (!INSTANT.test(instant!) || Number.isNaN(Date.parse(instant!.slice(0, 19)))) throw new Refusal('cursor.malformed', 'invalid');
  return [instant!, ...rest];
}

const withMaskedId = <T extends { readonly nationalId: string | null }>(line: T): T => ({
  ...line,
  nationalId: line.nationalId === null ? null : masked(line.nationalId),
});
