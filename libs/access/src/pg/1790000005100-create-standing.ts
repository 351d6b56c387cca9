import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One function that gathers all that decides how far a person can go, for the statements of the hot paths.
 *
 * It gathers and does not judge: instants go out as they are, the judgement is `standingReach`. Holds that
 * ended more than a day ago are left out. Null for an account that does not exist.
 */
export class CreateStanding1790000005100 implements MigrationInterface {
  readonly name = 'CreateStanding1790000005100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function standing(account text) returns jsonb language sql stable parallel safe as $$
        select jsonb_build_object(
          'id', a.id, 'stage', a.stage, 'epoch', a.epoch,
          'holds', (
            select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'organisation', h.organisation_id,
              'from', h.from_at, 'until', h.until_at, 'liftedAt', h.lifted_at, 'why', h.why, 'by', h.by_id)), '[]')
            from hold h where h.account_id = a.id and h.lifted_at is null and (h.until_at is null or h.until_at > now() - interval '1 day')),
          'memberships', (
            select coalesce(jsonb_agg(jsonb_build_object('organisation', m.organisation_id, 'stage', m.stage,
              'from', m.from_at, 'until', m.until_at)), '[]')
            from membership m where m.account_id = a.id),
          'charters', (
            select coalesce(jsonb_agg(jsonb_build_object('organisation', m.organisation_id,
              'versions', (select coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'effectiveAt', v.effective_at)), '[]')
                           from charter_version v where v.organisation_id = m.organisation_id),
              'accepted', (select coalesce(max(c.version), 0) from charter_answer c
                           where c.account_id = a.id and c.organisation_id = m.organisation_id and c.answer = 'accepted'))), '[]')
            from membership m where m.account_id = a.id))
        from account a where a.id = account
      $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function standing(text)');
  }
}
