import type { z } from 'zod';
import { SettingsError, type Problem } from './settings-error.ts';

/** One environment variable: what it is for, and how its text becomes a value. */
export interface Variable<T = unknown> {
  readonly shape: z.ZodType<T, string>;
  /** Text taken when the variable is not set. */
  readonly otherwise?: string;
  /** May stay unset without a default: the value is then undefined. */
  readonly optional?: true;
  /** Never shown, and left empty in `.env.example`. */
  readonly secret?: true;
  readonly fr: string;
  readonly en: string;
}
export type Variables = Readonly<Record<string, Variable>>;

/** What a table of variables gives once read; only optional ones can be undefined. */
export type Values<Table extends Variables> = {
  readonly [Name in keyof Table]: z.output<Table[Name]['shape']> | (Table[Name] extends { optional: true } ? undefined : never);
};

const OURS = 'HABILIS_';

/** Variables that settings files name by themselves, see `secretReference`. */
const NAMED_IN_FILES = /_SECRET$/;

/**
 * Reads the environment by its table; an empty variable is one that is not set.
 *
 * A variable that begins with `HABILIS_` and is in no table is refused: a safeguard misspelt is a safeguard off. Those
 * that end in `_SECRET` belong to the settings files that name them.
 *
 * @param others further tables whose variables may be set, read by someone else
 * @throws SettingsError with everything that is wrong at once
 */
export function readEnvironment<Table extends Variables>(
  table: Table,
  env: NodeJS.ProcessEnv,
  others: readonly Variables[] = [],
): Values<Table> {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(table)) {
    const text = env[name]?.trim() || variable.otherwise;
    if (text === undefined) {
      if (!variable.optional) problems.push(problem(name, 'variable absente', `Définissez-la : ${variable.fr}`));
      continue;
    }
    const read = variable.shape.safeParse(text);
    if (read.success) values[name] = read.data;
    else problems.push(problem(name, 'valeur non comprise', `Attendu : ${read.error.issues.map(({ message }) => message).join(' ; ')}.`));
  }
  const known = new Set([table, ...others].flatMap((each) => Object.keys(each)));
  problems.push(...unknownOnes(env, known));
  if (problems.length > 0) throw new SettingsError(problems);
  return values as Values<Table>;
}

function unknownOnes(env: NodeJS.ProcessEnv, known: ReadonlySet<string>): Problem[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith(OURS) && !known.has(name) && !NAMED_IN_FILES.test(name));
  const list = [...known].filter((name) => name.startsWith(OURS)).join(', ');
  return unknown.map((name) => problem(name, 'variable inconnue', `Retirez-la ou corrigez son nom ; variables connues : ${list}.`));
}

const problem = (path: string, wrong: string, mend: string): Problem => ({ where: 'environnement', line: null, path, wrong, mend });
