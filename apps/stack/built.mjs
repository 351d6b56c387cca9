/** What was built from what. Plain JavaScript that an old Node can read. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

export { root };

/** Where the service stands, in few files. */
export const bundlePlace = path.join(root, 'apps/iam/dist/bundle');

/** What changes with any word of any of these files, or of the packages. @param files from the root */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...files, 'package-lock.json', 'apps/stack/bundle.mjs'].sort()) {
    const place = path.join(root, file);
    hash.update(`${file}\0`).update(existsSync(place) ? readFileSync(place) : 'gone');
  }
  return hash.digest('hex');
}

/** Whether the service stands there as it is written now. */
export function isBundled() {
  const mark = path.join(bundlePlace, 'built-from.json');
  if (!existsSync(mark)) return false;
  const { files, state } = JSON.parse(readFileSync(mark, 'utf8'));
  return fingerprint(files) === state;
}
