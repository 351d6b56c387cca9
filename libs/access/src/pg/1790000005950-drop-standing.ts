import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateStanding1790000005100 } from './1790000005100-create-standing.ts';

/** Standing is gathered by the text that each statement takes in, `standingOf`; a second writing of it could only differ. */
export class DropStanding1790000005950 implements MigrationInterface {
  readonly name = 'DropStanding1790000005950';

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop function standing(text)');
  }

  async down(db: QueryRunner): Promise<void> {
    await new CreateStanding1790000005100().up(db);
  }
}
