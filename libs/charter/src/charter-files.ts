import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SettingsError, type Problem } from '@habilis/settings';
import { parse } from 'yaml';
import { z } from 'zod';

/** A version as its file gives it: `config/charters/<organisation>/<version>.md`. */
export interface CharterFile {
  readonly organisation: string;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  /** Absent: in force from the instant it is first read. */
  readonly effective: Date | undefined;
}

/** What stands between the two `---` at the head of the file. */
const head = z.strictObject({
  title: z.string().trim().min(1).max(200).describe('Shown above the text and on receipts'),
  effective: z.iso.datetime({ offset: true }).optional().describe('When it takes effect, with its offset: 2026-01-01T00:00:00+01:00'),
});

const FILE = /^([1-9]\d{0,4})\.md$/;
const PARTS = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/**
 * Reads every charter of a folder; without the folder there is none.
 *
 * @throws SettingsError naming each file that is not a charter, and each version that is missing below another
 */
export function readCharters(folder: string): CharterFile[] {
  const problems: Problem[] = [];
  const charters = foldersIn(folder).flatMap((organisation) => readAll(path.join(folder, organisation), organisation, problems));
  if (problems.length > 0) throw new SettingsError(problems);
  return charters;
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const inside = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  return inside.map((each) => each.name).sort();
}

function readAll(folder: string, organisation: string, problems: Problem[]): CharterFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const found = names.flatMap((name) => readOne(path.join(folder, name), organisation, problems) ?? []);
  const inOrder = found.sort((a, b) => a.version - b.version);
  const gap = inOrder.find((each, i) => each.version !== i + 1);
  if (gap && found.length === names.length) {
    const mend = 'Numérotez les versions 1.md, 2.md, 3.md… sans trou.';
    problems.push({
      where: path.join(folder, `${gap.version}.md`),
      line: null,
      path: '',
      wrong: 'une version manque avant celle-ci',
      mend,
    });
  }
  return inOrder;
}

function readOne(file: string, organisation: string, problems: Problem[]): CharterFile | undefined {
  const fail = (wrong: string, mend: string) => void problems.push({ where: file, line: 1, path: '', wrong, mend });
  const version = Number(FILE.exec(path.basename(file))?.[1]);
  if (!version) return fail('le nom du fichier n’est pas un numéro de version', 'Nommez les fichiers 1.md, 2.md, 3.md…');
  const [, above = '', below = ''] = PARTS.exec(readFileSync(file, 'utf8').replace(/\r\n/g, '\n')) ?? [];
  const read = head.safeParse(safely(above));
  if (!read.success)
    return fail(
      'l’en-tête n’est pas lisible',
      'Commencez par « --- », « title: … », au besoin « effective: 2026-01-01T00:00:00+01:00 », puis « --- ».',
    );
  const body = below.trim();
  if (body === '') return fail('le texte est vide', 'Écrivez le texte de la charte sous l’en-tête, en Markdown.');
  const { title, effective } = read.data;
  return { organisation, version, title, body, effective: effective === undefined ? undefined : new Date(effective) };
}

function safely(yaml: string): unknown {
  try {
    return parse(yaml);
  } catch {
    return undefined;
  }
}
