import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Source {
  /** From the root of the project. */
  readonly file: string;
  readonly text: string;
}

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', '.nx', 'coverage', 'pictures']);

/** Every file below a folder whose name ends in one of these. */
export function sources(folder: string, endings: RegExp): Source[] {
  const inside = readdirSync(path.join(root, folder), { withFileTypes: true }).filter(({ name }) => !NOT_OURS.has(name));
  return inside.flatMap((each) => {
    const file = path.posix.join(folder, each.name);
    if (each.isDirectory()) return sources(file, endings);
    return endings.test(each.name) ? [{ file, text: readFileSync(path.join(root, file), 'utf8') }] : [];
  });
}

/** The code that runs in production. */
export const production = () =>
  ['libs', 'apps'].flatMap((folder) => sources(folder, /\.tsx?$/)).filter(({ file }) => !/\.spec\.tsx?$|\/testing\//.test(file));

/** Every match of the first group, with the file it is in. */
export function found(all: readonly Source[], pattern: RegExp): { file: string; value: string }[] {
  return all.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter(Boolean).map((value) => ({ file, value: value! }))),
  );
}

/** What the places say that the list does not know: `file: value`, once each, in order. */
export function strangers(places: readonly { file: string; value: string }[], known: ReadonlySet<string>): string[] {
  return [...new Set(places.filter(({ value }) => !known.has(value)).map(({ file, value }) => `${file}: ${value}`))].sort();
}
