import { t } from '../words.ts';

/** Who did it: a person by name, the service by its own, a machine by its id. */
export function authorOf({ by }: { by: { id: string; name: string } }): string {
  if (by.id.startsWith('system:')) return t('system');
  if (by.id.startsWith('client:')) return t('machine', { id: by.id.slice('client:'.length) });
  return by.name;
}
