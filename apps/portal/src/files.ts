/** A patient's file, reduced to what deciding needs. Nobody here exists. */
export interface PatientFile {
  readonly id: string;
  readonly patient: string;
  readonly born: number;
  /** The organisation that keeps the file, by its id at Habilis. */
  readonly structure: string;
  /** Those who take part in the care, by national identifier, as care teams are declared. */
  readonly careTeam: readonly string[];
  readonly careFrom: string;
  readonly careUntil?: string;
  /** The patient's own national identifier, when the patient is a professional too. */
  readonly patientId?: string;
  readonly note: string;
}

/** People of the simulator, by RPPS behind its type number. */
const CLAIRE = '899700000005';
const NADIA = '899700000161';
const SOPHIE = '899700000146';

// prettier-ignore
export const FILES: readonly PatientFile[] = [
  { id: 'dos-1001', patient: 'Camille Perrin', born: 1958, structure: 'org-msp-moineville', careTeam: [CLAIRE, NADIA], careFrom: '2025-01-06T08:00:00+01:00',
    note: 'Suivi de plaie chronique, passage infirmier deux fois par semaine.' },
  { id: 'dos-1002', patient: 'Jean Klein', born: 1944, structure: 'org-cabinet-foch', careTeam: [CLAIRE], careFrom: '2025-03-10T08:00:00+01:00',
    note: 'Renouvellement de traitement, prochain bilan au printemps.' },
  { id: 'dos-1003', patient: 'Lucie Weber', born: 1987, structure: 'org-msp-moineville', careTeam: [NADIA], careFrom: '2025-01-13T08:00:00+01:00', careUntil: '2025-06-30T23:59:59+02:00',
    note: 'Soins postopératoires, prise en charge terminée.' },
  { id: 'dos-1004', patient: 'Ahmed Toussaint', born: 1971, structure: 'org-cpts-briey', careTeam: [CLAIRE, NADIA, SOPHIE], careFrom: '2025-02-03T08:00:00+01:00',
    note: 'Parcours d’éducation thérapeutique coordonné par la communauté.' },
  { id: 'dos-1005', patient: 'Claire Moreau', born: 1980, structure: 'org-msp-moineville', careTeam: [CLAIRE, NADIA], careFrom: '2025-04-07T08:00:00+02:00', patientId: CLAIRE,
    note: 'Patiente elle-même professionnelle : elle ne consulte pas ce dossier par son outil de travail.' },
];

/** Why a file may be opened, as the person declares it. */
export const PURPOSES = { care: 'Soins', coordination: 'Coordination', appointment: 'Prise de rendez-vous' } as const;
export type Purpose = keyof typeof PURPOSES;

export const isPurpose = (value: unknown): value is Purpose => typeof value === 'string' && Object.hasOwn(PURPOSES, value);
