/**
 * Why an administrator acts: closed lists, since free text would sooner or later hold someone's health.
 *
 * The sentences people read are in `config/fr/console.json` under `reasons`.
 */
export const REASONS = {
  approve: ['identity-verified', 'known-professional', 'invited-by-structure'],
  refuse: ['unknown-to-organisation', 'identity-not-verified', 'outside-territory', 'duplicate-request', 'left-before-opening'],
  suspend: ['suspected-misuse', 'means-lost-or-stolen', 'security-incident', 'requested-by-structure', 'requested-by-person'],
  absence: ['declared-by-person', 'declared-by-structure', 'unreachable'],
  lift: ['returned', 'situation-settled', 'mistake'],
  departure: ['left-structure', 'retired', 'contract-ended', 'moved-away', 'deceased'],
  grant: ['new-duties', 'replacement', 'declared-by-structure'],
  revoke: ['end-of-duties', 'mistake', 'security-incident', 'review'],
} as const satisfies Record<string, readonly string[]>;

export type ConsoleAct = keyof typeof REASONS;
