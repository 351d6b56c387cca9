import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { explain, pathText } from './explain.ts';
import { collecting, SettingsError, type Problem } from './settings-error.ts';

const FRENCH = z.locales.fr().localeError;
const FILE_NAME = /^[a-z0-9][a-z0-9._-]*$/;
const STAND_IN = /\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Reads one YAML file and checks it against its schema.
 *
 * `${NAME}` and `${NAME:-otherwise}` inside a text stand for an environment variable, so that an address can follow a
 * port that was moved. Secrets do not go this way: see `secretReference`.
 *
 * @throws SettingsError with every problem of the file: line, path, what is wrong, how to mend it
 */
export function readYaml<T>(file: string, schema: z.ZodType<T>, env: NodeJS.ProcessEnv = process.env): T {
  return readYamlText(file, readText(file), schema, env).value;
}

/** What a YAML text says, and where each part of it is written. */
export interface YamlText<T> {
  readonly value: T;
  /** The line, counted from 1, of what lies at a path, or of the deepest place on the way that exists. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | null;
}

/**
 * Reads a YAML text that is kept elsewhere than in a file, under the same rules.
 *
 * @param where the name under which problems are told
 * @param env what `${NAME}` may stand for; nothing unless told
 * @throws SettingsError with every problem of the text
 */
export function readYamlText<T>(where: string, text: string, schema: z.ZodType<T>, env: NodeJS.ProcessEnv = {}): YamlText<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => (offset === undefined ? null : lines.linePos(offset).line);
  const malformed = [...document.errors, ...document.warnings];
  if (malformed.length > 0) {
    throw new SettingsError(malformed.map((each) => problem(where, at(each.pos[0]), '', each.message, 'Corrigez l’écriture YAML.')));
  }
  const missing = fillIn(document, env).map(({ name, offset }) =>
    problem(where, at(offset), '', `la variable ${name} n’est pas définie`, `Définissez ${name}, ou écrivez \${${name}:-valeur}.`),
  );
  if (missing.length > 0) throw new SettingsError(missing);

  const lineOf = (path: readonly PropertyKey[]) => at(offsetOf(document, path));
  const read = schema.safeParse(document.toJS({ maxAliasCount: 100 }), { error: FRENCH });
  if (read.success) return { value: read.data, lineOf };
  const found = read.error.issues.flatMap((issue) => explain(issue, schema));
  throw new SettingsError(found.map((each) => problem(where, lineOf(each.path), pathText(each.path), each.wrong, each.mend)));
}

/**
 * Reads every `*.yaml` of a folder against one schema; the name of the file without its extension is the key.
 *
 * A folder that is not there is a problem, not an empty folder: its address may be mistyped. `.yml` is refused rather
 * than overlooked.
 *
 * @throws SettingsError with the problems of all the files
 */
export function readFolder<T>(folder: string, schema: z.ZodType<T>, env: NodeJS.ProcessEnv = process.env): Map<string, T> {
  const problems: Problem[] = [];
  const read = new Map<string, T>();
  for (const file of filesOf(folder)) {
    const wrong = wrongName(file);
    if (wrong) {
      problems.push(misnamed(folder, file, wrong));
      continue;
    }
    const value = collecting(problems, () => readYaml(path.join(folder, file), schema, env));
    if (value !== undefined) read.set(path.parse(file).name, value);
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return read;
}

/**
 * The texts of every `*.yaml` of a folder, by the name of the file without its extension.
 *
 * @throws SettingsError when the folder is not there, or a file is misnamed
 */
export function readFolderTexts(folder: string): Map<string, string> {
  const problems: Problem[] = [];
  const texts = new Map<string, string>();
  for (const file of filesOf(folder)) {
    const wrong = wrongName(file);
    if (wrong) problems.push(misnamed(folder, file, wrong));
    else texts.set(path.parse(file).name, readText(path.join(folder, file)));
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return texts;
}

function wrongName(file: string): string | undefined {
  const { name, ext } = path.parse(file);
  return ext === '.yml' ? 'extension .yml' : FILE_NAME.test(name) ? undefined : 'nom de fichier';
}

const misnamed = (folder: string, file: string, wrong: string) =>
  problem(path.join(folder, file), null, '', `${wrong} non reconnu`, 'Nommez-le en minuscules sans accent, extension .yaml.');

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)).sort(); // prettier-ignore
  } catch {
    throw new SettingsError([problem(folder, null, '', 'dossier introuvable', 'Créez-le, ou corrigez HABILIS_CONFIG.')]);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SettingsError([problem(file, null, '', 'fichier illisible', 'Créez-le, ou corrigez HABILIS_CONFIG.')]);
  }
}

/** Puts variables where they are asked for, after parsing: a variable can change a text, never the structure. */
function fillIn(document: Document, env: NodeJS.ProcessEnv): { name: string; offset: number | undefined }[] {
  const missing: { name: string; offset: number | undefined }[] = [];
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(STAND_IN, (_whole, name: string, otherwise?: string) => {
        const value = env[name] || otherwise;
        if (value === undefined) missing.push({ name, offset: node.range?.[0] });
        return value ?? '';
      });
    },
  });
  return missing;
}

/** Where the path leads in the text, or the deepest place on the way that exists. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? document.contents : keyOrValue(document, path.slice(0, length));
    if (isNode(found) && found.range) return found.range[0];
  }
  return undefined;
}

function keyOrValue(document: Document, path: readonly PropertyKey[]): unknown {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pairs = parent && typeof parent === 'object' && 'items' in parent ? (parent.items as { key?: unknown }[]) : [];
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return pair?.key ?? document.getIn(path, true);
}

const problem = (where: string, line: number | null, at: string, wrong: string, mend: string): Problem => ({
  where: path.relative('.', where) || where,
  line,
  path: at,
  wrong,
  mend,
});
