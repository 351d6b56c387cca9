/**
 * The facts that tell of acts on people, by the beginning of their code: what was asked, decided, granted, held,
 * answered to a charter, invited, or concluded about an identity and a lost means.
 *
 * Whatever is not here is a trace: sign-ins, sessions, decisions asked by portals, sheets read. A code that nobody
 * thought of is therefore the more confidential of the two.
 *
 * @fr actes
 */
export const ACTS = [
  'account.',
  'membership.',
  'hold.',
  'role.',
  'charter.',
  'identity.',
  'invitation.',
  'pause.',
  'recovery.',
  'renewal.',
] as const;

/** The two halves of a journal, as the policy calls them. */
export type About = 'acts' | 'traces';

/** Where a reader sees what; the facts of no organisation are shown with those of the ones they may read. */
export interface Extent {
  /** Organisations whose acts are shown. */
  readonly acts: readonly string[];
  /** Organisations whose traces are shown too. */
  readonly traces: readonly string[];
}

interface Words {
  readonly fr: string;
  readonly en: string;
}

/** Why someone reads traces: a closed list, written to the journal with the reading. @fr motifs de consultation du journal */
// prettier-ignore
export const READING_REASONS = {
  'periodic-control':    { fr: 'Contrôle périodique',                  en: 'Periodic control' },
  'suspected-misuse':    { fr: 'Suspicion d’usage irrégulier',         en: 'Suspected misuse' },
  'security-incident':   { fr: 'Incident de sécurité',                 en: 'Security incident' },
  'requested-by-person': { fr: 'Demande de la personne',               en: 'Requested by the person' },
  'legal-request':       { fr: 'Demande d’une autorité',               en: 'Requested by an authority' },
} as const satisfies Record<string, Words>;
export type ReadingReason = keyof typeof READING_REASONS;
