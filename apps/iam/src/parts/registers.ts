import { KeepDerogations, RecordDesignation, Vacancies, WatchVacancies, type Holdings, type Policy } from '@habilis/access';
import { PgDerogations, PgDesignations, PgVacancies } from '@habilis/access/pg';
import { ConsoleDerogationsController, ConsoleDesignationsController } from '@habilis/access/web';
import type { Ground } from './ground.ts';
import { wired } from './wired.ts';

/** The registers of those who answer for accesses, and the watch that there is somebody to answer. */
export function wireRegisters({ db, clock }: Ground, { policy, holdings }: { readonly policy: Policy; readonly holdings: Holdings }) {
  const vacancies = new PgVacancies(db);
  const watch = new WatchVacancies(policy, vacancies, clock);
  const derogations = new KeepDerogations(new PgDerogations(db), holdings, clock);
  return {
    vacancies: watch,
    chores: [() => watch.run(), () => derogations.remind()],
    controllers: [ConsoleDesignationsController, ConsoleDerogationsController],
    providers: [
      wired(Vacancies, vacancies),
      wired(WatchVacancies, watch),
      wired(KeepDerogations, derogations),
      wired(RecordDesignation, new RecordDesignation(policy, new PgDesignations(db), clock)),
    ],
  };
}
