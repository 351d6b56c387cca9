import type { StructureId } from './structures.ts';

/** One activity of an exercice: where, in which mode (`L` libéral, `S` salarié) and for which kind of work (TRE_R22). */
export interface Activity {
  readonly structure: StructureId;
  readonly mode: 'L' | 'S';
  readonly kind: string;
  readonly role?: string;
  readonly pharmacistSection?: string;
}

/** @fr exercice professionnel */
export interface Exercice {
  readonly profession: string;
  /** `C` civil, `E` étudiant, `M` agent public: 10/E is not a doctor. */
  readonly category: string;
  readonly civility: string;
  readonly skill?: string;
  readonly activities: readonly Activity[];
}

/**
 * A person who can sign in. Nobody here exists; every RPPS lies in the sandbox range 997… and has a true Luhn key.
 *
 * `nationalId` is the SubjectNameID: type prefix (8 RPPS, 0 ADELI, 3 FINESS/registre) + number.
 */
export interface Persona {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly civility: 'M' | 'MME';
  /** What this person is for, shown on the login page. */
  readonly note: string;
  readonly at: readonly ('psc' | 'enrs')[];
  readonly nationalId?: string;
  /** Takes the place of `nationalId` once the setting `moved` names the person; the old one stays in `otherIds`. */
  readonly movedTo?: string;
  /** Subject at the regional provider, which knows people by a random id. */
  readonly enrsSub?: string;
  readonly email?: string;
  /** `undefined`: PSC sends no SubjectRefPro at all. */
  readonly exercices?: readonly Exercice[];
}

const PSC = ['psc'] as const;
const ENRS = ['enrs'] as const;
const BOTH = ['psc', 'enrs'] as const;

const care = (structure: StructureId, mode: 'L' | 'S' = 'L'): Activity => ({ structure, mode, kind: 'GENR01' });
const byRole = (role: string, structure: StructureId, kind = 'GENR13'): Activity => ({ structure, mode: 'S', kind, role });
const doctor = (skill: string, ...activities: Activity[]): Exercice => ({
  profession: '10',
  category: 'C',
  civility: 'DR',
  skill,
  activities,
});
const nurse = (...activities: Activity[]): Exercice => ({ profession: '60', category: 'C', civility: '', activities });
const roleOnly = (...activities: Activity[]): Exercice => ({ profession: '99', category: 'C', civility: '', activities });

// prettier-ignore
export const PERSONAS: readonly Persona[] = [
  { id: 'claire-moreau', given: 'Claire', family: 'MOREAU', civility: 'MME', at: BOTH, nationalId: '899700000005', enrsSub: '5d0c1f2e-0001-4c7a-9a51-0c7e5e000001', email: 'claire.moreau@messagerie.example',
    note: 'médecin généraliste libérale', exercices: [doctor('SM26', care('moreau'))] },
  { id: 'thomas-renaud', given: 'Thomas', family: 'RENAUD', civility: 'M', at: PSC, nationalId: '899700000013',
    note: 'médecin généraliste, libéral et hospitalier', exercices: [doctor('SM54', care('renaud'), care('hospital', 'S'))] },
  { id: 'isabelle-garnier', given: 'Isabelle', family: 'GARNIER', civility: 'MME', at: PSC, nationalId: '899700000021',
    note: 'deux exercices : médecin et pharmacienne d’établissement', exercices: [doctor('SM04', care('garnier')), { profession: '21', category: 'C', civility: 'DR', activities: [{ ...care('hospital', 'S'), pharmacistSection: 'H' }] }] },
  { id: 'lucas-petit', given: 'Lucas', family: 'PETIT', civility: 'M', at: PSC, nationalId: '899700000039',
    note: 'étudiant en médecine (10/E)', exercices: [{ profession: '10', category: 'E', civility: '', activities: [care('hospital', 'S')] }] },
  { id: 'amelie-roux', given: 'Amélie', family: 'ROUX', civility: 'MME', at: PSC, nationalId: '899700000047',
    note: 'infirmière libérale', exercices: [nurse(care('infirmiers'))] },
  { id: 'hugo-faure', given: 'Hugo', family: 'FAURE', civility: 'M', at: PSC, nationalId: '899700000054',
    note: 'pharmacien titulaire (section A)', exercices: [{ profession: '21', category: 'C', civility: 'DR', activities: [{ ...care('pharmacy'), pharmacistSection: 'A' }] }] },
  { id: 'martine-dubois', given: 'Martine', family: 'DUBOIS', civility: 'MME', at: PSC, nationalId: '3990000036/0012',
    note: 'secrétaire médicale, identifiée par FINESS et registre', exercices: [roleOnly(byRole('331', 'healthHouse'))] },
  { id: 'gilles-lambert', given: 'Gilles', family: 'LAMBERT', civility: 'M', at: PSC, nationalId: '0999300017', movedTo: '899700000062',
    note: 'masseur-kinésithérapeute en ADELI, passé ensuite au RPPS', exercices: [{ profession: '70', category: 'C', civility: '', activities: [care('healthHouse')] }] },
  { id: 'ines-caron', given: 'Inès', family: 'CARON', civility: 'MME', at: PSC, nationalId: '899700000070',
    note: 'sans référentiel professionnel (SubjectRefPro absent)' },
  { id: 'paul-gauthier', given: 'Paul', family: 'GAUTHIER', civility: 'M', at: PSC, nationalId: '899700000088',
    note: 'aucun exercice', exercices: [] },
  { id: 'denis-marchand', given: 'Denis', family: 'MARCHAND', civility: 'M', at: PSC, nationalId: '899700000096',
    note: 'médecin radié : plus d’activité', exercices: [doctor('SM26')] },
  { id: 'marie-eleonore', given: 'Marie-Éléonore Élisabeth Anne-Sophie', family: 'D’HÉROUVILLE-SAINT-CLÉMENT DE LA TOUR D\'AUVERGNE-ÇANKIRI ŒUVRARD', civility: 'MME', at: PSC, nationalId: '899700000104',
    note: 'nom très long, accents et apostrophes', exercices: [{ profession: '50', category: 'C', civility: '', activities: [care('healthHouse')] }] },
  { id: 'layla-ben-youssef', given: 'ليلى', family: 'بن يوسف', civility: 'MME', at: PSC, nationalId: '899700000112',
    note: 'nom écrit de droite à gauche', exercices: [doctor('SM26', care('healthHouse', 'S'))] },
  { id: 'julie-martin-a', given: 'Julie', family: 'MARTIN', civility: 'MME', at: PSC, nationalId: '899700000120',
    note: 'homonyme, médecin', exercices: [doctor('SM26', care('healthHouse', 'S'))] },
  { id: 'julie-martin-b', given: 'Julie', family: 'MARTIN', civility: 'MME', at: PSC, nationalId: '899700000138',
    note: 'homonyme, infirmière', exercices: [nurse(care('hospital', 'S'))] },
  { id: 'sophie-bernard', given: 'Sophie', family: 'BERNARD', civility: 'MME', at: PSC, nationalId: '899700000146', email: 'sophie.bernard@messagerie.example',
    note: 'coordinatrice, administratrice du site', exercices: [roleOnly(byRole('330', 'community', 'GENR08'))] },
  { id: 'marc-lefevre', given: 'Marc', family: 'LEFÈVRE', civility: 'M', at: PSC, nationalId: '899700000153',
    note: 'responsable de la sécurité', exercices: [roleOnly(byRole('340', 'community', 'GENR99'))] },
  { id: 'nadia-haddad', given: 'Nadia', family: 'HADDAD', civility: 'MME', at: PSC, nationalId: '899700000161',
    note: 'infirmière nouvelle venue, inconnue du service', exercices: [nurse(care('healthHouse', 'S'))] },
  { id: 'fantine-edit', given: 'Fantine', family: 'GROMINOCHE', civility: 'MME', at: PSC, nationalId: 'ANS20260101000001',
    note: 'identité EDIT du bac à sable : ni préfixe ni clé', exercices: [{ profession: '80', category: 'C', civility: '', activities: [care('podologie')] }] },
  { id: 'karim-benali', given: 'Karim', family: 'BENALI', civility: 'M', at: ENRS, enrsSub: '5d0c1f2e-0002-4c7a-9a51-0c7e5e000002', email: 'karim.benali@messagerie.example',
    note: 'assistant de service social, sans RPPS', exercices: [{ profession: '41', category: 'C', civility: '', activities: [{ structure: 'community', mode: 'S', kind: 'GENR09' }] }] },
  { id: 'odile-perrin', given: 'Odile', family: 'PERRIN', civility: 'MME', at: ENRS, enrsSub: '5d0c1f2e-0003-4c7a-9a51-0c7e5e000003', email: 'odile.perrin@messagerie.example',
    note: 'assistante médicale, sans RPPS', exercices: [roleOnly(byRole('332', 'healthHouse'))] },
  { id: 'victor-noel', given: 'Victor', family: 'NOËL', civility: 'M', at: ENRS, nationalId: '899700000179', enrsSub: '5d0c1f2e-0004-4c7a-9a51-0c7e5e000004', email: 'victor.noel@messagerie.example',
    note: 'infirmier, connu du seul fournisseur régional', exercices: [nurse(care('healthHouse', 'S'))] },
];

export const personaById = (id: string | undefined): Persona | undefined => PERSONAS.find((persona) => persona.id === id);
