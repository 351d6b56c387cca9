/** One thing that is wrong in a settings file or in the environment, and how to put it right. */
export interface Problem {
  /** The file, or « environnement ». */
  readonly where: string;
  /** Counted from 1; null where a line has no meaning. */
  readonly line: number | null;
  /** `clients[0].redirect_uris`, or the name of a variable; empty for the file as a whole. */
  readonly path: string;
  readonly wrong: string;
  readonly mend: string;
}

/**
 * The settings do not hold together, so nothing starts.
 *
 * Every problem found is listed, in French, so that one reading of the message is enough to mend them all. Values are
 * never repeated: one of them could be a secret.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly Problem[]) {
    super([heading(problems.length), ...problems.map(sentence)].join('\n'));
  }
}

/**
 * Runs every reader, and gives back what each read.
 *
 * @throws SettingsError with the problems of all of them, not of the first one only
 */
export function readTogether<T extends Record<string, () => unknown>>(readers: T): { [Name in keyof T]: ReturnType<T[Name]> } {
  const problems: Problem[] = [];
  const read = Object.entries(readers).map(([name, reader]) => [name, collecting(problems, reader)]);
  if (problems.length > 0) throw new SettingsError(problems);
  return Object.fromEntries(read) as { [Name in keyof T]: ReturnType<T[Name]> };
}

/** What the reader gives, or undefined with its problems added to those known. */
export function collecting<T>(problems: Problem[], reader: () => T): T | undefined {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

const heading = (count: number) => (count === 1 ? 'Un réglage est à corriger :' : `${count} réglages sont à corriger :`);

function sentence({ where, line, path, wrong, mend }: Problem): string {
  const place = line === null ? where : `${where}:${line}`;
  return `  ${place}${path ? ` ${path}` : ''} : ${wrong}\n    → ${mend}`;
}
