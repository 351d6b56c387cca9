import { Guard } from '../guard.ts';
import { AHabilis } from './a-habilis.ts';

/** How an admission ended: `in`, or the way that a refusal shows. */
export const wayOf = (work: Promise<unknown>): Promise<string | undefined> => work.then(() => 'in', (refused: { way?: string }) => refused.way); // prettier-ignore

/** What most tests ask for: to read one file. */
const READING = { question: () => ({ action: 'read', resource: { type: 'PatientFile', id: 'dos-1' } }) };

/** A portal's guard, beside a Habilis that the test answers for. */
export class BesideHabilis {
  readonly habilis = new AHabilis();
  readonly troubles: Error[] = [];

  guardOf = (change: object = {}): Guard =>
    new Guard({
      issuer: this.habilis.issuer,
      clientId: 'dossiers',
      clientSecret: 's: &cret',
      timeout: 300,
      report: (trouble: Error) => void this.troubles.push(trouble),
      ...change,
    });

  open = (guard = this.guardOf(), token = 'a-token'): Promise<string | undefined> => wayOf(guard.admit({ token }, READING));
}
