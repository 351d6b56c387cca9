import type { Fact } from '../api/types.ts';
import { t } from '../words.ts';

/** Who did it: a person by name, the service by its own, a machine by its id. */
export function factAuthor({ by }: Pick<Fact, 'by'>): string {
  if (by.id.startsWith('system:')) return t('system');
  if (by.id.startsWith('client:')) return t('machine', { id: by.id.slice('client:'.length) });
  return by.name;
}
