import { activityId, isStudent, type Activity, type Exercise, type ProfessionalProfile } from './profile.ts';
import { MODES, PROFESSIONS, ROLES } from './professions.ts';

/** An activity a person can sign in under. */
export interface ChoosableActivity {
  /** The same at every sign-in for as long as the activity's codes are the same. */
  readonly id: string;
  /** French words, for display only: « Médecin · CABINET DR MOREAU (libéral) ». */
  readonly label: string;
  readonly profession: string;
  readonly category: string;
  readonly activity: Activity;
}

/**
 * The activities of a person, least privileged first, so that the first that serves is the one to use.
 *
 * Someone who works without care comes before a student, a student before a carer, a physician last. An unknown
 * profession comes last of all: it must never be taken for the harmless one.
 *
 * @fr choix de l'activité, moindre privilège
 * @source CPAM13.4.1
 */
export function activitiesOf(profile: ProfessionalProfile): ChoosableActivity[] {
  const all = profile.exercises.flatMap((exercise) =>
    exercise.activities.map((activity) => ({ ...choosable(exercise, activity), rank: rank(exercise, activity) })),
  );
  const once = [...new Map(all.map((each) => [each.id, each])).values()];
  return once.sort((a, b) => a.rank - b.rank || a.label.localeCompare(b.label, 'fr') || a.id.localeCompare(b.id)).map(withoutRank);
}

const withoutRank = ({ rank: _rank, ...rest }: ChoosableActivity & { rank: number }): ChoosableActivity => rest;

function choosable(exercise: Exercise, activity: Activity): ChoosableActivity {
  const { profession, category } = exercise;
  return { id: activityId(exercise, activity), label: label(exercise, activity), profession, category, activity };
}

function label(exercise: Exercise, activity: Activity): string {
  const words = ROLES[activity.role] ?? PROFESSIONS[exercise.profession]?.fr ?? `Profession ${exercise.profession || 'non précisée'}`;
  const who = isStudent(exercise) ? `${words} (étudiant)` : words;
  const mode = MODES[activity.mode];
  return [who, activity.workplace.name].filter(Boolean).join(' · ') + (mode ? ` (${mode})` : '');
}

/** Kinds of work without care (TRE_R22). */
const WITHOUT_CARE: readonly string[] = ['GENR04', 'GENR08', 'GENR13'];

function rank(exercise: Exercise, activity: Activity): number {
  if (WITHOUT_CARE.includes(activity.kind)) return 0;
  if (isStudent(exercise)) return 1;
  return (PROFESSIONS[exercise.profession]?.rank ?? 99) + 2;
}
