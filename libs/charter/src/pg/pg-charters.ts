import { appendFact, sql, type Database } from '@habilis/database';
import { Refusal, type Fact } from '@habilis/kernel';
import type { CharterAnswer, CharterText } from '../charter.ts';
import { CharterStore } from '../ports.ts';

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

const TEXT = sql('charter.text', 'select * from charter_version where organisation_id = $1 and version = $2');
const VERSIONS = sql('charter.versions', 'select * from charter_version where organisation_id = $1 order by version');
const PUBLISH = sql(
  'charter.publish',
  `insert into charter_version (organisation_id, version, title, body, sha256, published_at, effective_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
);
const ANSWER = sql(
  'charter.answer',
  `insert into charter_answer (account_id, organisation_id, version, answer, at, sha256, acr) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict do nothing`,
);
const NARROW = sql('charter.narrow', `update account set epoch = epoch + 1 where id = $1 returning pg_notify('epoch', id)`);
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
    await this.db.transaction(async (tx) => {
      const added = await tx.query(PUBLISH, [organisation, version, title, body, sha256, publishedAt, effectiveAt]);
      if (added.length === 0) throw new Refusal('charter.published', 'conflict', { organisation, version });
      await appendFact(tx, fact);
    });
  }

  override async answer({ accountId, organisation, version, answer, at, sha256, acr }: CharterAnswer, fact: Fact): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(ANSWER, [accountId, organisation, version, answer, at, sha256, acr]);
      if (answer === 'refused') await tx.query(NARROW, [accountId]);
      await appendFact(tx, fact);
    });
  }

  override async answersOf(accountId: string): Promise<readonly (CharterAnswer & { readonly title: string })[]> {
    const rows = await this.db.query<AnswerRow>(ANSWERS, [accountId]);
    return rows.map(({ account_id, organisation_id, ...rest }) => ({ accountId: account_id, organisation: organisation_id, ...rest }));
  }
}

const toText = ({ organisation_id, published_at, effective_at, ...rest }: TextRow): CharterText => ({
  organisation: organisation_id,
  publishedAt: published_at,
  effectiveAt: effective_at,
  ...rest,
});
