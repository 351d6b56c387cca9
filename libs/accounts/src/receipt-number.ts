import { newId, parisDay } from '@habilis/kernel';

/** What a number begins with, for each act that a person keeps the proof of. */
// prettier-ignore
const PREFIX = {
  closure:    'CL', // clôture
  pause:      'SU', // suspension
  compromise: 'MS', // mise en sécurité
} as const;

/**
 * A number a person can quote: unguessable, dated, and in the journal. `CL-2026-11-22-7k3q9d2m`
 *
 * The fact that carries it as `details.receipt` is the proof; paper says the same thing.
 *
 * @fr numéro de récépissé
 */
export const receiptNumber = (act: keyof typeof PREFIX, at: Date) => `${PREFIX[act]}-${parisDay(at)}-${newId('cpt').slice(4, 12)}`;
