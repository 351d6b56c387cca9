import type { Fact } from '../api/types.ts';
import { t, wordFor } from '../words.ts';

/** What happened, in words: `hold.absence` is « Absence déclarée ». */
export const factTitle = ({ what }: Pick<Fact, 'what'>) => wordFor('fact', what);

/** Who did it: a person by name, the service by its own, a machine by its id. */
export function factAuthor({ by }: Pick<Fact, 'by'>): string {
  if (by.id.startsWith('system:')) return t('system');
  if (by.id.startsWith('client:')) return t('machine', { id: by.id.slice('client:'.length) });
  return by.name;
}
