import type { Database } from '@habilis/database';
import type { Clock } from '@habilis/kernel';
import { freshDatabase } from '@habilis/test/database';
import { people } from './people.ts';
import { BRIEY } from './portals.ts';
import { openSite, type Site, type SiteOptions } from './site.ts';

export interface World {
  readonly db: Database & { url: string };
  readonly site: Site;
  /** A second replica on the same database, when asked for. */
  readonly twin: Site;
  readonly they: ReturnType<typeof people>;
  /** A member of the community whom nothing keeps out. @returns the account */
  member(name: string): Promise<string>;
  close(): Promise<void>;
}

/** A community with a provider, and as many people as a spec needs. */
export async function openWorld(options: SiteOptions & { twin?: boolean; clock?: Clock } = {}): Promise<World> {
  const db = await freshDatabase();
  const they = people(db);
  await they.organisation(BRIEY, 'CPTS du Pays de Briey');
  const site = await openSite(db, options);
  const twin = options.twin ? await openSite(db, { ...options, of: site }) : site;
  const member = async (name: string) => {
    await they.account(`acc-${name}`, name, 'Martin');
    await they.member(`acc-${name}`, BRIEY);
    return `acc-${name}`;
  };
  const close = async () => {
    if (twin !== site) await twin.close();
    await site.close();
    await db.close();
  };
  return { db, site, twin, they, member, close };
}
