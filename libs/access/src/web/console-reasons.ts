import type { DerogationReason } from '../register/derogation.ts';
import type { ElevationReason } from '../elevation/elevation.ts';
import type { GrantReason, RevokeReason } from '../grant/grant.ts';
import type { RequestRefusal } from '../grant/role-request.ts';

interface Words {
  readonly fr: string;
  readonly en: string;
}

/** The words of the reasons for which roles are given and taken back. */
// prettier-ignore
export const GRANT_WORDS: {
  readonly grant: Record<GrantReason, Words>;
  readonly revoke: Record<RevokeReason, Words>;
  readonly elevation: Record<ElevationReason, Words>;
  readonly 'role-request': Record<RequestRefusal, Words>;
} = {
  'role-request': {
    'not-needed':            { fr: 'Pas nécessaire aux fonctions', en: 'Not needed for their duties' },
    'other-role-fits':       { fr: 'Un autre rôle suffit',         en: 'Another role fits' },
    'not-in-charge':         { fr: 'Relève d’une autre structure', en: 'Belongs to another structure' },
    'information-missing':   { fr: 'Informations manquantes',      en: 'Information is missing' },
  },
  elevation: {
    'incident':              { fr: 'Traitement d’un incident',    en: 'Handling an incident' },
    'control':               { fr: 'Contrôle',                    en: 'Control' },
    'asked-by-person':       { fr: 'Demande d’une personne',      en: 'Asked by a person' },
    'absence-of-holder':     { fr: 'Absence du titulaire',        en: 'The holder is absent' },
    'maintenance':           { fr: 'Intervention technique',      en: 'Technical intervention' },
  },
  grant: {
    'new-duties':            { fr: 'Nouvelles fonctions',         en: 'New duties' },
    'replacement':           { fr: 'Remplacement',                en: 'Replacement' },
    'declared-by-structure': { fr: 'Déclaré par la structure',    en: 'Declared by the structure' },
  },
  revoke: {
    'end-of-duties':         { fr: 'Fin de fonctions',            en: 'End of duties' },
    'mistake':               { fr: 'Rôle accordé par erreur',     en: 'Granted by mistake' },
    'security-incident':     { fr: 'Incident de sécurité',        en: 'Security incident' },
    'review':                { fr: 'Revue des habilitations',     en: 'Review of roles' },
  },
};

/** The words of the reasons that registers hold. */
// prettier-ignore
export const REGISTER_WORDS: { readonly derogation: Record<DerogationReason, Words> } = {
  derogation: {
    'continuity-of-care':    { fr: 'Continuité des soins',        en: 'Continuity of care' },
    'technical-constraint':  { fr: 'Contrainte technique',        en: 'Technical constraint' },
    'transition':            { fr: 'Période de transition',       en: 'Transition' },
    'small-structure':       { fr: 'Structure trop petite',       en: 'Structure too small' },
    'regulatory':            { fr: 'Obligation réglementaire',    en: 'Legal obligation' },
  },
};

/** The reasons of an act, as a page offers them. */
export const reasonsOf = (act: keyof typeof GRANT_WORDS, language: 'fr' | 'en') =>
  Object.entries<Words>(GRANT_WORDS[act]).map(([value, words]) => ({ value, label: words[language] }));
