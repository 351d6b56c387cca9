import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SettingsError, type Problem } from '@habilis/settings';

/** A version as its file gives it: `config/charters/<organisation>/<version>.md`. */
export interface CharterFile {
  readonly organisation: string;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  /** Absent: in force from the day it is first read. */
  readonly effective: Date | undefined;
}

const HEAD = /^---\n([\s\S]*?)\n---\n/;
const EFFECTIVE = /^effective:\s*(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2}))\s*$/m;
const TITLE = /^title:\s*(.+?)\s*$/m;

/** Reads every charter of a folder. @throws SettingsError naming each file that is not one, and gaps between versions */
export function readCharters(folder: string): CharterFile[] {
  if (!existsSync(folder)) return [];
  const problems: Problem[] = [];
  const found = readdirSync(folder).flatMap((organisation) =>
    readdirSync(path.join(folder, organisation))
      .filter((name) => name.endsWith('.md'))
      .map((name) => readOne(path.join(folder, organisation, name), organisation, problems)),
  );
  const charters = found.filter((each) => each !== undefined).sort((a, b) => a.organisation.localeCompare(b.organisation) || a.version - b.version);
  if (problems.length > 0) throw new SettingsError(problems);
  return charters;
}

function readOne(file: string, organisation: string, problems: Problem[]): CharterFile | undefined {
  const text = readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
  const head = HEAD.exec(text);
  const version = Number(/^(\d+)\.md$/.exec(path.basename(file))?.[1]);
  const title = TITLE.exec(head?.[1] ?? '')?.[1];
  const wrong = !version ? 'le nom du fichier n’est pas un numéro de version' : !title ? 'titre absent de l’en-tête' : undefined;
  if (!head || !title || wrong) {
    problems.push({
      where: file,
      line: 1,
      path: '',
      wrong: wrong ?? 'en-tête absent',
      mend: 'Nommez le fichier 1.md, 2.md…, et commencez-le par « --- », « title: … », « --- ».',
    });
    return undefined;
  }
  const effective = EFFECTIVE.exec(head[1]!)?.[1];
  return { organisation, version, title, body: text.slice(head[0].length).trim(), effective: effective ? new Date(effective) : undefined };
}
