import { type Activity, type Exercise, type ProfessionalProfile } from '@habilis/accounts';
import type { ClaimsSettings } from './claims-settings.ts';
import { at } from './pointer.ts';

type Json = Readonly<Record<string, unknown>>;
type ProfessionalSettings = NonNullable<ClaimsSettings['professional']>;

/** More than anybody has; what is beyond is not kept, so that one person cannot fill the database. */
const MOST = 30;
const LONGEST = 200;

/**
 * The profession and places of work in the claims, as far as they can be read.
 *
 * Written for what upstreams really send: lists that are texts, texts that are numbers, empty strings for nothing,
 * `code^oid` for a code, three shapes in three years. What cannot be read is left out and never stops a sign-in;
 * a code nobody knows is kept as it came.
 */
export function professionalProfile(claims: Json, rpps: string | null, settings: ProfessionalSettings | undefined): ProfessionalProfile {
  const exercises = settings?.form === 'psc' ? pscExercises(claims) : settings?.form === 'flat' ? flatExercises(claims, settings) : [];
  return { rpps, exercises };
}

/** `SubjectRefPro.exercices[].activities[]`, with the irregular spelling of the directory. */
function pscExercises(claims: Json): Exercise[] {
  const kindOfAll = code(claims['codeGenreActivite']);
  return objects(object(claims['SubjectRefPro'])['exercices']).map((exercise) => {
    const activities = objects(exercise['activities']);
    return {
      profession: code(exercise['codeProfession']),
      category: code(exercise['codeCategorieProfessionnelle']),
      skill: code(exercise['codeSavoirFaire']),
      // 2023-11 moved the kind of activity to the top; it says nothing when there are several.
      activities: activities.map((each) => pscActivity(each, activities.length === 1 ? kindOfAll : '')),
    };
  });
}

function pscActivity(activity: Json, kindOfAll: string): Activity {
  return {
    mode: code(activity['codeModeExercice']),
    sector: code(activity['codeSecteurDactivite']),
    kind: code(activity['codeGenreActivite']) || kindOfAll,
    role: code(activity['codeRole']),
    pharmacistSection: code(activity['codeSectionPharmacien']),
    workplace: {
      technicalId: text(activity['identifiantTechniqueDeLaStructure']),
      name: text(activity['raisonSocialeSite']) || text(activity['enseigneCommercialeSite']),
      finess: code(activity['numeroFinessSite']),
      legalFiness: code(activity['numeroFinessetablissementJuridique']),
      siret: code(activity['numeroSiretSite']),
    },
  };
}

/** One profession, a list of structures: category, mode and kind are unknown, so they stay empty. */
function flatExercises(claims: Json, settings: Extract<ProfessionalSettings, { form: 'flat' }>): Exercise[] {
  const profession = settings.profession === undefined ? '' : code(at(claims, settings.profession));
  const structures = settings.structures === undefined ? [] : objects(at(claims, settings.structures));
  if (profession === '' && structures.length === 0) return [];
  const activities = structures.map((each) => ({
    ...NOTHING_KNOWN,
    workplace: { ...NOWHERE, technicalId: text(each[settings.structureId]), name: text(each[settings.structureName]) },
  }));
  return [{ profession, category: '', skill: '', activities }];
}

const NOWHERE = { technicalId: '', name: '', finess: '', legalFiness: '', siret: '' };
const NOTHING_KNOWN = { mode: '', sector: '', kind: '', role: '', pharmacistSection: '' };

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

/** A list of objects; one object alone is a list of one, anything else is an empty list. */
function objects(value: unknown): Json[] {
  const list = Array.isArray(value) ? value : [value];
  return list
    .slice(0, MOST)
    .map(object)
    .filter((each) => Object.keys(each).length > 0);
}

function text(value: unknown): string {
  const found = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof found !== 'string') return '';
  return [
    ...found
      .normalize('NFC')
      .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
      .trim(),
  ]
    .slice(0, LONGEST)
    .join('');
}

/** The code in `code^oid`; what follows the first `^` names the terminology. */
const code = (value: unknown): string => text(value).split('^')[0]!.trim();
