/** Keys of the service under measure; the bench opens its records with the same. */
export const SEAL_KEY = ['bench', 'bench-seal-key-of-more-than-thirty-two-characters'] as const;
export const PEPPER = 'bench-pepper-of-more-than-thirty-two-characters-long';
