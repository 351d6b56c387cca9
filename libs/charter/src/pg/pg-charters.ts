import { appendFact, enqueue, sql, type Database, type Tx } from '@habilis/database';
import { Refusal, type Fact } from '@habilis/kernel';
import type { CharterAnswer, CharterText } from '../charter.ts';
import { CharterStore } from '../ports.ts';
import type { Answered, Uptake } from '../uptake.ts';
import { UPTAKE } from './uptake-statement.ts';

interface TextRow {
  organisation_id: string;
  version: number;
  title: string;
  body: string;
  sha256: string;
  published_at: Date;
  effective_at: Date;
}

interface AnswerRow {
  account_id: string;
  organisation_id: string;
  version: number;
  answer: 'accepted' | 'refused';
  at: Date;
  sha256: string;
  acr: string | null;
  title: string;
}

const FOREIGN_KEY = '23503';

const TEXT = sql('charter.text', 'select * from charter_version where organisation_id = $1 and version = $2');
const VERSIONS = sql('charter.versions', 'select * from charter_version where organisation_id = $1 order by version');
const PUBLISH = sql(
  'charter.publish',
  `insert into charter_version (organisation_id, version, title, body, sha256, published_at, effective_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
);
// One answer at a time for each person: of two clicks at once, the second finds the first.
const ALONE = sql('charter.alone', 'select 1 from account where id = $1 for update');
const SAID = sql(
  'charter.said',
  'select answer from charter_answer where account_id = $1 and organisation_id = $2 and version = $3 order by at desc limit 1',
);
const ANSWER = sql(
  'charter.answer',
  `insert into charter_answer (account_id, organisation_id, version, answer, at, sha256, acr) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const GROW_EPOCH = sql('charter.grow-epoch', 'select grow_epoch($1)');
const ANSWERS = sql(
  'charter.answers',
  `select a.*, v.title from charter_answer a join charter_version v using (organisation_id, version)
   where a.account_id = $1 order by a.at desc limit 200`,
);

/** Charters in PostgreSQL, in a role that can add answers and never change one. */
export class PgCharters extends CharterStore {
  constructor(private readonly db: Database) {
    super();
  }

  override async text(organisation: string, version: number): Promise<CharterText | undefined> {
    const [row] = await this.db.query<TextRow>(TEXT, [organisation, version]);
    return row && toText(row);
  }

  override async versions(organisation: string): Promise<readonly CharterText[]> {
    return (await this.db.query<TextRow>(VERSIONS, [organisation])).map(toText);
  }

  override async publish(text: CharterText, fact: Fact): Promise<void> {
    const { organisation, version, title, body, sha256, publishedAt, effectiveAt } = text;
    try {
      await this.db.transaction(async (tx) => {
        const added = await tx.query(PUBLISH, [organisation, version, title, body, sha256, publishedAt, effectiveAt]);
        if (added.length === 0) throw new Refusal('charter.published', 'conflict', { organisation, version });
        await appendFact(tx, fact);
      });
    } catch (error) {
      throw (error as { code?: string }).code === FOREIGN_KEY ? new Refusal('organisation.unknown', 'invalid') : error;
    }
  }

  override async answer(given: CharterAnswer, fact: Fact): Promise<boolean> {
    const { accountId, organisation, version, answer, at, sha256, acr } = given;
    return this.db.transaction(async (tx) => {
      await tx.query(ALONE, [accountId]);
      const [said] = await tx.query<Pick<CharterAnswer, 'answer'>>(SAID, [accountId, organisation, version]);
      if (said?.answer === answer) return false;
      if (said?.answer === 'accepted') throw new Refusal('charter.accepted', 'conflict', { organisation, version });
      await tx.query(ANSWER, [accountId, organisation, version, answer, at, sha256, acr]);
      await appendFact(tx, fact);
      if (answer === 'refused') await narrow(tx, accountId, organisation, at);
      return true;
    });
  }

  override async uptake(organisations: readonly string[], at: Date): Promise<readonly Uptake[]> {
    type Row = Omit<Uptake, 'answered'> & { answered: ({ version: number } & Answered)[] };
    const rows = await this.db.query<Row>(UPTAKE, [organisations, at]);
    return rows.map(({ answered, ...row }) => ({ ...row, answered: new Map(answered.map(({ version, ...each }) => [version, each])) }));
  }

  override async answersOf(accountId: string): Promise<readonly (CharterAnswer & { readonly title: string })[]> {
    const rows = await this.db.query<AnswerRow>(ANSWERS, [accountId]);
    return rows.map(({ account_id, organisation_id, ...rest }) => ({ accountId: account_id, organisation: organisation_id, ...rest }));
  }
}

/** Whoever refuses is out at once, sessions that ran on an older version included. */
async function narrow(tx: Tx, account: string, organisation: string, at: Date): Promise<void> {
  await tx.query(GROW_EPOCH, [account]);
  await enqueue(tx, { topic: 'account.narrowed', about: account, payload: { account, organisation }, dueAt: at });
}

const toText = ({ organisation_id, published_at, effective_at, ...rest }: TextRow): CharterText => ({
  organisation: organisation_id,
  publishedAt: published_at,
  effectiveAt: effective_at,
  ...rest,
});
