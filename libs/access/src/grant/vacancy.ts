import type { Clock, Fact } from '@habilis/kernel';
import type { Policy } from '../policy/language/policy.ts';

/** A role that must be held and that nobody effective holds there. @fr rôle vacant */
export interface Vacancy {
  readonly organisation: string;
  readonly role: string;
}

/** The instant that is looked at, and the instant at which one looks; `soon` when the first is to come. */
export interface Watched {
  readonly t: Date;
  readonly at: Date;
  readonly soon: boolean;
}

/** Days ahead for which a vacancy to come is told. */
const TOLD_AHEAD_DAYS = 14;
const DAY = 86_400_000;

/** Where it is found and kept which roles nobody holds. */
export abstract class Vacancies {
  /** Vacancies at `t` that had not been told, with their facts; once, whatever the replicas do. Those that were filled are closed. */
  abstract tell(roles: readonly string[], when: Watched, factOf: (vacancy: Vacancy) => Fact): Promise<void>;

  /** The roles that nobody effective would hold at `t` if this person did not. @param organisation null: wherever they hold one */
  abstract leftBy(account: string, roles: readonly string[], organisation: string | null, t: Date): Promise<readonly Vacancy[]>;

  /** Those that are open now, in these organisations. */
  abstract open(organisations: readonly string[]): Promise<readonly (Vacancy & { readonly since: Date; readonly soon: boolean })[]>;
}

/**
 * Watches that the roles without which nobody could grant again are held.
 *
 * What an administrator does to a role is refused when it was the last one (`mustNotBeLast`). What nobody may forbid, a
 * departure, a closure, a suspension for safety, a term that comes, is foreseen before it is done, and told at once to
 * those who remain and to the security officer; `appoint-administrator` opens the place again.
 *
 * @fr dernier administrateur
 * @source CPAM13.10.2
 */
export class WatchVacancies {
  constructor(
    private readonly policy: Policy,
    private readonly vacancies: Vacancies,
    private readonly clock: Clock,
  ) {}

  /** Now, and fourteen days from now: a role's end, a departure or an absence that is planned is told while there is time. */
  async run(): Promise<void> {
    const at = this.clock.now();
    const ahead = new Date(at.getTime() + TOLD_AHEAD_DAYS * DAY);
    await this.vacancies.tell(this.needed(), { t: at, at, soon: false }, (vacancy) => factOf('role.vacant', vacancy, at));
    await this.vacancies.tell(this.needed(), { t: ahead, at, soon: true }, (vacancy) => factOf('role.vacant-soon', vacancy, at));
  }

  leftBy(account: string, organisation: string | null, t = this.clock.now()): Promise<readonly Vacancy[]> {
    return this.vacancies.leftBy(account, this.needed(), organisation, t);
  }

  private needed(): readonly string[] {
    return [...this.policy.roles.values()].filter(({ keepOne }) => keepOne).map(({ name }) => name);
  }
}

const factOf = (what: string, { organisation, role }: Vacancy, at: Date): Fact => ({
  what,
  on: organisation,
  by: 'system:upkeep',
  at,
  why: 'no-holder',
  source: 'CPAM13.10.2',
  organisation,
  details: { role },
});
