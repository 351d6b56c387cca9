import type { Identity } from './identity.ts';
import type { Activity, Exercice } from './personas.ts';
import type { SsoSession } from './sessions.ts';
import type { Settings } from './settings.ts';
import { STRUCTURES, type Structure } from './structures.ts';

type Shape = Settings['shape'];
type Json = Record<string, unknown>;

// prettier-ignore
const OIDS = { sector: '1.2.250.1.71.4.2.4', role: '1.2.250.1.213.1.1.5.5', level: '1.2.250.1.213.1.5.1.1.1' };

/**
 * Userinfo of PSC, with the spelling, the empty strings and the drift of the real one.
 *
 * 2021: `email_verified`, no `authMode`. 2023-02: `authMode`, `codeCivilite` inside SubjectRefPro.
 * 2023-11: `codeCivilite` and `codeGenreActivite` at the top instead.
 */
export function pscUserinfo(who: Identity, session: SsoSession, shape: Shape): Json {
  const exercices = Array.isArray(who.exercices) ? (who.exercices as readonly Exercice[]) : [];
  const main = exercices[0]?.activities[0];
  return {
    ...(who.exercices === undefined ? {} : professional(who, exercices, main, session, shape)),
    sub: who.sub,
    ...(shape === '2023-11' || who.exercices === undefined ? { codeCivilite: who.civility } : {}),
    ...(shape === '2021' ? { email_verified: false } : {}),
    ...(who.email === undefined ? {} : { email: who.email, email_verified: true }),
    ...(who.nationalId === undefined ? {} : { preferred_username: who.nationalId, SubjectNameID: who.nationalId }),
    given_name: who.given,
    family_name: who.family,
  };
}

function professional(who: Identity, exercices: readonly Exercice[], main: Activity | undefined, session: SsoSession, shape: Shape): Json {
  const place: Structure | undefined = main && STRUCTURES[main.structure];
  return {
    Secteur_Activite: place ? `${place.sector}^${OIDS.sector}` : '',
    ...(shape === '2023-11' ? { codeGenreActivite: main?.kind ?? '' } : {}),
    SubjectOrganization: place?.name ?? '',
    SubjectOrganizationID: place?.technicalId ?? '',
    Mode_Acces_Raison: '',
    Acces_Regulation_Medicale: 'FAUX',
    UITVersion: '1.0',
    ...(shape === '2021' ? {} : { authMode: session.means.value }),
    Palier_Authentification: `APPPRIP3^${OIDS.level}`,
    SubjectRole: exercices.map((exercice) => `${exercice.profession}^${OIDS.role}`),
    PSI_Locale: '1.2.250.1.213.1.3.1.1',
    otherIds: who.otherIds,
    SubjectRefPro: {
      ...(shape === '2023-11' ? {} : { codeCivilite: who.civility }),
      exercices: Array.isArray(who.exercices) ? exercices.map((exercice) => exerciceJson(exercice, who, shape)) : who.exercices,
    },
  };
}

const exerciceJson = (exercice: Exercice, who: Identity, shape: Shape): Json => ({
  codeProfession: exercice.profession,
  codeCategorieProfessionnelle: exercice.category,
  codeCiviliteDexercice: exercice.civility,
  nomDexercice: who.family,
  prenomDexercice: who.given,
  codeTypeSavoirFaire: exercice.skill ? 'S' : '',
  codeSavoirFaire: exercice.skill ?? '',
  activities: exercice.activities.map((activity) => activityJson(activity, shape)),
});

function activityJson(activity: Activity, shape: Shape): Json {
  const place: Structure = STRUCTURES[activity.structure];
  return {
    codeModeExercice: activity.mode,
    codeSecteurDactivite: place.sector,
    codeSectionPharmacien: activity.pharmacistSection ?? '',
    codeRole: activity.role ?? '',
    ...(shape === '2021' ? {} : { codeGenreActivite: shape === '2023-11' ? activity.kind : '' }),
    numeroSiretSite: place.siret ?? '',
    numeroSirenSite: '',
    numeroFinessSite: place.finess ?? '',
    numeroFinessetablissementJuridique: place.legalFiness ?? '',
    identifiantTechniqueDeLaStructure: place.technicalId,
    raisonSocialeSite: place.name,
    enseigneCommercialeSite: '',
    complementDestinataire: '',
    complementPointGeographique: '',
    numeroVoie: '1',
    indiceRepetitionVoie: '',
    codeTypeDeVoie: 'R',
    libelleVoie: place.street,
    mentionDistribution: '',
    bureauCedex: '99999 VILLE IMAGINAIRE',
    codePostal: '99999',
    codeCommune: '',
    codePays: '99000',
    telephone: '',
    telephone2: '',
    telecopie: '',
    adresseEMail: '',
    codeDepartement: '',
    ancienIdentifiantDeLaStructure: place.formerId,
    autoriteDenregistrement: place.finess ? 'CNOM/CNOM/ARS' : 'CNOM/CNOM/CNOM',
  };
}

/** Userinfo of the regional provider: flat OpenID claims, with `rpps` (11 digits) when there is one. */
export function enrsUserinfo(who: Identity): Json {
  const exercices = Array.isArray(who.exercices) ? (who.exercices as readonly Exercice[]) : [];
  return {
    sub: who.sub,
    given_name: who.given,
    family_name: who.family,
    name: `${who.given} ${who.family}`,
    ...(who.email === undefined ? {} : { email: who.email, email_verified: true }),
    ...(who.nationalId === undefined ? {} : { rpps: who.nationalId.replace(/^8(?=\d{11}$)/u, '') }),
    profession: typeof who.exercices === 'string' ? who.exercices : (exercices[0]?.profession ?? ''),
    structures: exercices.flatMap(({ activities }) =>
      activities.map(({ structure }) => ({ id: STRUCTURES[structure].technicalId, name: STRUCTURES[structure].name })),
    ),
  };
}
