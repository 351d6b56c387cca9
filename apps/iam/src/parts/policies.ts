import { ChangePolicy, importPolicy, LivePolicy, PolicyPlaces, PolicyStore, RunDry } from '@habilis/access';
import { FollowPolicy, PgGrants, PgPolicies, PgPolicyCounts } from '@habilis/access/pg';
import { ConsolePoliciesController } from '@habilis/access/web';
import type { Configuration } from '../configuration.ts';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** The policy in force, followed from the database, and how it changes. */
export async function wirePolicies({ db, listener, clock, env, logger }: Ground, files: Configuration) {
  const store = new PgPolicies(db);
  await importPolicy(store, files.policyTexts, clock.now(), env.NODE_ENV !== 'production');
  const live = new LivePolicy();
  const follow = new FollowPolicy(db, live, (error) => logger.error({ err: error }, 'the policy in force could not be read'));
  await follow.start(listener);
  return {
    live,
    follow,
    controllers: [ConsolePoliciesController],
    providers: [
      wired(PolicyStore, store),
      wired(ChangePolicy, new ChangePolicy(store, new PlacesOfFiles(files), new PgGrants(db), clock, () => follow.catchUp())),
      wired(RunDry, new RunDry(store, new PgPolicyCounts(db, live), clock)),
    ],
  };
}

/** The organisation of a portal, an organisation itself, every community for the product and for portals that serve all. */
class PlacesOfFiles extends PolicyPlaces {
  constructor(private readonly files: Pick<Configuration, 'portals' | 'organisations'>) {
    super();
  }

  override of({ portal, organisation }: Parameters<PolicyPlaces['of']>[0]): readonly string[] {
    if (organisation !== undefined) return [organisation];
    const served = portal === undefined ? null : this.files.portals.get(portal)?.organisation;
    return served ? [served] : this.files.organisations.filter(({ parent }) => parent === null).map(({ id }) => id);
  }
}
