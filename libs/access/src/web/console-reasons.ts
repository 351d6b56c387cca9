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
  readonly 'role-request': Record<RequestRefusal, Words>;
} = {
  'role-request': {
    'not-needed':            { fr: 'Pas nécessaire aux fonctions', en: 'Not needed for their duties' },
    'other-role-fits':       { fr: 'Un autre rôle suffit',         en: 'Another role fits' },
    'not-in-charge':         { fr: 'Relève d’une autre structure', en: 'Belongs to another structure' },
    'information-missing':   { fr: 'Informations manquantes',      en: 'Information is missing' },
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
