import { watch } from 'node:fs';
import path from 'node:path';
import { root, type Part } from './plan.ts';

const SETTLE_MS = 80;
const OF_INTEREST = /\.(tsx?|ya?ml|json|md|css)$/;
const NOT_SOURCES = /(^|\/)(dist|node_modules|testing)\/|\.spec\.tsx?$/;

/**
 * Tells which parts a change concerns, once an editor has finished writing.
 *
 * Parts rather than files are watched, so that the parts a change does not concern go on undisturbed.
 */
export function watchSources(parts: readonly Part[], changed: (concerned: readonly Part[]) => void): { close(): void } {
  const waiting = new Set<Part>();
  let timer: NodeJS.Timeout | undefined;
  const note = (folder: string, file: string | null) => {
    if (!file || !OF_INTEREST.test(file) || NOT_SOURCES.test(file)) return;
    for (const part of parts) if (part.sources.includes(folder)) waiting.add(part);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const concerned = parts.filter((part) => waiting.has(part));
      waiting.clear();
      changed(concerned);
    }, SETTLE_MS);
  };
  const folders = [...new Set(parts.flatMap(({ sources }) => sources))];
  const watchers = folders.map((folder) => watch(path.join(root, folder), { recursive: true }, (_, file) => note(folder, file)));
  return { close: () => watchers.forEach((watcher) => watcher.close()) };
}
