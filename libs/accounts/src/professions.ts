/**
 * Professions and roles people meet most, with the words to show them by.
 *
 * For display only: codes decide, and a code without words is shown as it is. `rank` orders what a profession
 * opens, least first.
 *
 * @fr professions (TRE_G15, TRE_R94, TRE_R95, TRE_R291)
 */
// prettier-ignore
export const PROFESSIONS: Readonly<Record<string, { fr: string; rank: number }>> = {
  '99': { fr: 'Intervenant connu par son rôle', rank: 0 },
  '41': { fr: 'Assistant de service social',    rank: 1 },
  '71': { fr: 'Ostéopathe',                     rank: 2 },
  '72': { fr: 'Psychothérapeute',               rank: 2 },
  '73': { fr: 'Chiropracteur',                  rank: 2 },
  '93': { fr: 'Psychologue',                    rank: 2 },
  '26': { fr: 'Audioprothésiste',               rank: 3 },
  '28': { fr: 'Opticien-lunetier',              rank: 3 },
  '31': { fr: 'Assistant dentaire',             rank: 3 },
  '32': { fr: 'Physicien médical',              rank: 3 },
  '35': { fr: 'Aide-soignant',                  rank: 3 },
  '36': { fr: 'Ambulancier',                    rank: 3 },
  '37': { fr: 'Auxiliaire de puériculture',     rank: 3 },
  '38': { fr: 'Préparateur en pharmacie',       rank: 3 },
  '60': { fr: 'Infirmier',                      rank: 4 },
  '69': { fr: 'Infirmier psychiatrique',        rank: 4 },
  '70': { fr: 'Masseur-kinésithérapeute',       rank: 4 },
  '80': { fr: 'Pédicure-podologue',             rank: 4 },
  '81': { fr: 'Orthoprothésiste',               rank: 4 },
  '82': { fr: 'Podo-orthésiste',                rank: 4 },
  '83': { fr: 'Orthopédiste-orthésiste',        rank: 4 },
  '84': { fr: 'Oculariste',                     rank: 4 },
  '85': { fr: 'Épithésiste',                    rank: 4 },
  '86': { fr: 'Technicien de laboratoire',      rank: 4 },
  '91': { fr: 'Orthophoniste',                  rank: 4 },
  '92': { fr: 'Orthoptiste',                    rank: 4 },
  '94': { fr: 'Ergothérapeute',                 rank: 4 },
  '95': { fr: 'Diététicien',                    rank: 4 },
  '96': { fr: 'Psychomotricien',                rank: 4 },
  '98': { fr: 'Manipulateur radio',             rank: 4 },
  '40': { fr: 'Chirurgien-dentiste',            rank: 5 },
  '50': { fr: 'Sage-femme',                     rank: 5 },
  '21': { fr: 'Pharmacien',                     rank: 5 },
  '10': { fr: 'Médecin',                        rank: 6 },
};

/** Words for the roles of people who have no profession of care (TRE_R85). */
// prettier-ignore
export const ROLES: Readonly<Record<string, string>> = {
  '330': 'Coordonnateur de parcours',
  '331': 'Secrétaire médicale',
  '332': 'Assistant médical',
  '340': 'Direction du système d’information',
  '346': 'Étudiant infirmier',
  '353': 'Membre de l’équipe de soins',
  '370': 'Opérateur de soins non programmés',
  '374': 'Agent d’autorité d’enregistrement',
};

/** Words for the way of working (TRE_R23). */
export const MODES: Readonly<Record<string, string>> = { L: 'libéral', S: 'salarié', B: 'bénévole' };
