import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One number that changes whenever an organisation comes, goes or moves under another.
 *
 * Decisions keep the tree in memory and read the number with the grants: a tree that has changed is walked again before
 * it is used, whatever notifications do. Forward: a table of one row and a trigger on organisations, a short lock.
 */
export class CountOrganisationTrees1790000005900 implements MigrationInterface {
  readonly name = 'CountOrganisationTrees1790000005900';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create table organisation_tree (version int not null)');
    await db.query('insert into organisation_tree values (1)');
    await db.query('revoke insert, delete on organisation_tree from habilis_service');
    await db.query(`
      create function count_organisation_tree() returns trigger language plpgsql as $$
        begin
          update organisation_tree set version = version + 1;
          return null;
        end $$`);
    await db.query(`
      create trigger organisation_tree after insert or delete on organisation
      for each row execute function count_organisation_tree()`);
    await db.query(`
      create trigger organisation_tree_moved after update on organisation
      for each row when (old.parent_id is distinct from new.parent_id) execute function count_organisation_tree()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger organisation_tree on organisation');
    await db.query('drop trigger organisation_tree_moved on organisation');
    await db.query('drop function count_organisation_tree()');
    await db.query('drop table organisation_tree');
  }
}
