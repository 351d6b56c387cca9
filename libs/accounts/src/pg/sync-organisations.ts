import { sql, type Database } from '@habilis/database';
import { SettingsError } from '@habilis/settings';
import type { Organisation } from '../organisation.ts';

const KEEP = sql(
  'organisation.keep',
  `insert into organisation (id, kind, parent_id, name, finess, siret) values ($1, $2, $3, $4, $5, $6)
   on conflict (id) do update set kind = excluded.kind, parent_id = excluded.parent_id, name = excluded.name,
     finess = excluded.finess, siret = excluded.siret
   where (organisation.kind, organisation.parent_id, organisation.name, organisation.finess, organisation.siret)
     is distinct from (excluded.kind, excluded.parent_id, excluded.name, excluded.finess, excluded.siret)`,
);
const IN_USE = sql(
  'organisation.in-use',
  `select o.id from organisation o where o.id <> all ($1)
   and exists (select 1 from membership m where m.organisation_id = o.id and m.stage in ('requested', 'active'))`,
);

/**
 * Brings the table of organisations to what the files say. Safe to repeat, and from several replicas at once.
 *
 * @throws SettingsError when an organisation with members is no longer in the files: their access would end unseen
 */
export async function syncOrganisations(db: Database, organisations: readonly Organisation[]): Promise<void> {
  await db.transaction(async (tx) => {
    const missing = await tx.query<{ id: string }>(IN_USE, [organisations.map(({ id }) => id)]);
    if (missing.length > 0) {
      throw new SettingsError(
        missing.map(({ id }) => ({
          where: 'config/organisations',
          line: null,
          path: id,
          wrong: 'organisation retirée alors que des personnes y sont rattachées',
          mend: `Remettez ${id} dans les fichiers, ou enregistrez d’abord le départ de ses membres.`,
        })),
      );
    }
    for (const { id, kind, parent, name, finess, siret } of organisations) await tx.query(KEEP, [id, kind, parent, name, finess, siret]);
  });
}
