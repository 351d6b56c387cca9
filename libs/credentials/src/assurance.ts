/**
 * What a person has shown of themselves in one sign-in.
 *
 * @fr moyen d'authentification
 */
export const PROOFS = ['upstream', 'password', 'otp', 'recovery', 'passkey'] as const;
export type Proof = (typeof PROOFS)[number];
