import { createHash } from 'node:crypto';

/**
 * Where an activity takes place. Empty texts mean the directory said nothing.
 *
 * @fr structure d'exercice
 */
export interface Workplace {
  /** `R` + number for a practice, `F` + FINESS for an establishment; never a person's identifier. */
  readonly technicalId: string;
  readonly name: string;
  readonly finess: string;
  readonly legalFiness: string;
  readonly siret: string;
}

/** One activity, all in codes of the national terminologies (NOS); unknown codes are kept as they came. */
export interface Activity {
  /** TRE_R23: `L` self-employed, `S` employed. */
  readonly mode: string;
  /** TRE_R02: `SA01` public hospital, `SA07` single practice… */
  readonly sector: string;
  /** TRE_R22: `GENR01` care, `GENR13` administration… */
  readonly kind: string;
  /** TRE_R85, for people who are known by a role. */
  readonly role: string;
  /** TRE_G05. */
  readonly pharmacistSection: string;
  readonly workplace: Workplace;
}

/**
 * One exercise of a profession.
 *
 * `profession` alone says little: `10` with category `E` is a student. Ask `isDoctor` and `practises`.
 *
 * @fr exercice professionnel
 */
export interface Exercise {
  /** TRE_G15 and its neighbours: `10` physician, `60` nurse, `99` known by a role. */
  readonly profession: string;
  /** TRE_R09: `C` civil, `M` or `F` public agent, `E` student. */
  readonly category: string;
  /** TRE_R38: `SM26` and the like; empty when none. */
  readonly skill: string;
  readonly activities: readonly Activity[];
}

/** What an upstream knows of a person's work, at their last sign-in through it. */
export interface ProfessionalProfile {
  /** Eleven digits without the type prefix; null for people the RPPS does not hold. */
  readonly rpps: string | null;
  readonly exercises: readonly Exercise[];
}

/** Nothing known: an upstream without professional data, a person without reference data. */
export const NO_PROFILE: ProfessionalProfile = { rpps: null, exercises: [] };

/** Categories of people who practise. A code that is not here proves nothing: a student, or a code of the future. */
const IN_PRACTICE: readonly string[] = ['C', 'M', 'F'];

/**
 * Whether the person practises the profession: registered in it, out of training, and with an activity.
 *
 * A struck-off professional keeps the exercise and has no activity left: no longer practises.
 */
export function practises(profile: ProfessionalProfile, profession: string): boolean {
  return profile.exercises.some(
    (each) => each.profession === profession && IN_PRACTICE.includes(each.category) && each.activities.length > 0,
  );
}

/** Whether the person practises as a physician; a student coded `10` with category `E` does not. */
export function isDoctor(profile: ProfessionalProfile): boolean {
  return practises(profile, '10');
}

/** Whether the exercise is one of training. */
export function isStudent(exercise: Pick<Exercise, 'category'>): boolean {
  return exercise.category === 'E';
}

/** The codes that make an activity what it is; a workplace that changes its name stays the same place. */
export function activityCodes({ profession, category }: Exercise, activity: Activity): string {
  const { mode, sector, kind, role, pharmacistSection, workplace } = activity;
  const place = workplace.technicalId || workplace.finess || workplace.siret;
  return [`${profession}/${category}`, mode, sector, kind, role, pharmacistSection, place].join(' ').trim();
}

/** A short name of an activity that is the same at every sign-in for as long as its codes are. */
export function activityId(exercise: Exercise, activity: Activity): string {
  return createHash('sha256').update(activityCodes(exercise, activity)).digest('hex').slice(0, 12);
}
