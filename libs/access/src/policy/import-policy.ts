import { newId } from '@habilis/kernel';
import { readPolicy, type PolicyTexts } from './read-policy.ts';
import type { PolicyStore } from './policy-store.ts';
import { CONFIGURATION, hashOf, type PolicyVersion } from './policy-version.ts';

/**
 * Brings the files of the configuration into the versions: the first one is put in force; later, files that changed become
 * a draft for someone to publish, or are put in force at once where `atOnce` says so (development).
 *
 * Safe to repeat, and to do on several replicas at once. Files that are as they were at the last import change nothing,
 * whatever was published since.
 */
export async function importPolicy(store: PolicyStore, files: PolicyTexts, at: Date, atOnce: boolean): Promise<void> {
  readPolicy(files);
  const hash = hashOf(files);
  const current = await store.inForce();
  const known = await store.list();
  const last = known.find(({ author }) => author === CONFIGURATION);
  if (current && (current.version.hash === hash || last?.hash === hash)) return;

  const order = { by: CONFIGURATION, at, why: 'new-use' } as const;
  const version: PolicyVersion = { id: newId('pol'), files, hash, why: order.why, author: CONFIGURATION, draftedAt: at, basis: current?.version.id ?? null, discardedAt: null }; // prettier-ignore
  const fact = { on: version.id, ...order, source: 'CPAM13.6.3' as const };
  await store.keep({ next: version, fact: { ...fact, what: 'policy.drafted', details: { hash } } });
  if (current && !atOnce) return;
  const number = (current?.number ?? 0) + 1;
  const publication = { number, version: version.id, at, by: CONFIGURATION };
  await store.publish({ next: publication, fact: { ...fact, what: 'policy.published', details: { hash, number } } }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'policy.stale') throw error; // another replica was first
  });
} // prettier-ignore
