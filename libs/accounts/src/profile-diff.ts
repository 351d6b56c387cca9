import { activityCodes, type Exercise, type ProfessionalProfile } from './profile.ts';

/** One thing that changed in a person's situation: the codes before and the codes after, never a name. */
export interface SituationChange {
  readonly what: 'profession' | 'skill' | 'activity';
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What is compared, and how each exercise says it in codes. */
// prettier-ignore
const COMPARED = {
  profession: (each: Exercise) => [`${each.profession}/${each.category}`],
  skill:      (each: Exercise) => (each.skill ? [`${each.profession}/${each.skill}`] : []),
  activity:   (each: Exercise) => each.activities.map((activity) => activityCodes(each, activity)),
} as const satisfies Record<SituationChange['what'], (each: Exercise) => readonly string[]>;

/**
 * What differs between two readings of a person's profile; empty when only the order or a name does.
 *
 * @fr changement de situation professionnelle
 * @source CGU.acces-direct
 */
export function diffProfiles(before: ProfessionalProfile, after: ProfessionalProfile): SituationChange[] {
  return (Object.keys(COMPARED) as SituationChange['what'][])
    .map((what) => ({ what, before: codes(before, what), after: codes(after, what) }))
    .filter((each) => each.before.join('\n') !== each.after.join('\n'));
}

function codes(profile: ProfessionalProfile, what: SituationChange['what']): string[] {
  return [...new Set(profile.exercises.flatMap((each) => COMPARED[what](each)))].sort();
}
