import { standingLimits, standingReach, type Standing, type StandingLimit } from '@habilis/access';
import type { Reach } from '@habilis/accounts';
import { parisDateTime, type Translate } from '@habilis/pages';
import type { Names } from './names.ts';

/** How far a person can go in one place, and every reason why not further. */
export interface PlaceInWords {
  readonly organisation: string;
  readonly reach: Reach;
  readonly reasons: readonly string[];
}

export interface StandingInWords {
  /** The account as a whole. */
  readonly reach: Reach;
  readonly reasons: readonly string[];
  readonly places: readonly PlaceInWords[];
}

/** Says a standing at `t` in the words of the person it is about. */
export function standingInWords(standing: Standing, t: Date, say: Translate, names: Names): StandingInWords {
  const whole = standingLimits(standing, t);
  const known = new Set(whole.map((limit) => JSON.stringify(limit)));
  return {
    reach: standingReach(standing, t),
    reasons: whole.map((limit) => reason(limit, say, names)),
    places: standing.memberships.map(({ organisation, stage }) => ({
      organisation: names.organisation(organisation),
      reach: standingReach(standing, t, organisation),
      // What holds the whole account is said once, above.
      reasons: standingLimits(standing, t, organisation)
        .filter((limit) => !known.has(JSON.stringify(limit)))
        .map((limit) => (limit.kind === 'no-membership' ? say(`own.standing.place-${stage}`) : reason(limit, say, names))),
    })),
  };
}

function reason(limit: StandingLimit, say: Translate, names: Names): string {
  switch (limit.kind) {
    case 'stage':
      return say(`own.standing.stage-${limit.stage}`);
    case 'hold': {
      const held = say(`own.standing.hold-${limit.hold}`);
      return limit.until ? say('own.standing.until', { held, until: parisDateTime(limit.until, say.language) }) : held;
    }
    case 'no-membership':
      return say('own.standing.no-membership', { organisation: names.organisation(limit.organisation) });
    case 'charter':
      return say('own.standing.charter', { organisation: names.organisation(limit.organisation), version: limit.version });
  }
}
