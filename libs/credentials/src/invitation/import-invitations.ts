import { newId, Refusal, type Caller } from '@habilis/kernel';
import { parse } from 'csv-parse/sync';
import { folded } from '../sign-in/identifier.ts';
import { invited, type Invitations, type Invited } from './invitation.ts';
import type { Invite } from './invite.ts';

/** Lines that one import may have. */
export const LONGEST_IMPORT = 1_000;

/** What the columns may be called, accents and case aside. */
const COLUMNS = {
  givenName: ['prenom', 'given name', 'givenname'],
  familyName: ['nom', 'nom de famille', 'family name', 'familyname'],
  email: ['courriel', 'email', 'e-mail', 'adresse electronique', 'mail'],
  identifier: ['identifiant', 'identifier'],
  organisation: ['organisation', 'structure'],
} as const;
type Column = keyof typeof COLUMNS;

/** What is said of a line, by the column that is wrong. */
// prettier-ignore
const WRONG: Readonly<Record<Column, string>> = {
  givenName:    'import.wrong-given-name',
  familyName:   'import.wrong-family-name',
  email:        'import.wrong-email',
  identifier:   'import.wrong-identifier',
  organisation: 'import.wrong-organisation',
};

export interface ImportFile {
  readonly name: string;
  readonly content: Buffer;
}

/** What is wrong with a line, or nothing. Lines count from the heading, as a spreadsheet shows them. */
export interface ImportedLine {
  readonly line: number;
  readonly name: string;
  readonly email: string;
  readonly problem: string | null;
}

export interface Imported {
  /** The import, by which it is undone; null when nothing was done. */
  readonly batch: string | null;
  readonly lines: readonly ImportedLine[];
}

/**
 * Invites everyone in a file, or says what it would come to.
 *
 * A line that is wrong stops nobody else, and nothing is done as long as the person importing only looks.
 *
 * @fr import d'invitations
 */
export class ImportInvitations {
  constructor(
    private readonly invite: Invite,
    private readonly invitations: Invitations,
  ) {}

  /** @throws Refusal `import.unreadable`, `.columns`, `.too-long` or `.empty` (invalid), `access.denied` (forbidden) */
  async run(me: Caller, file: ImportFile, { organisation, dryRun }: { organisation: string; dryRun: boolean }): Promise<Imported> {
    me.must('invite', { type: 'Account', id: 'new', organisation, organisations: [organisation] });
    const people = await this.judged(await rowsOf(file), organisation);
    const shown = ({ line, row, problem }: (typeof people)[number]): ImportedLine => ({
      ...{ line, problem },
      name: `${row.givenName ?? ''} ${row.familyName ?? ''}`.trim(),
      email: row.email ?? '',
    });
    if (dryRun) return { batch: null, lines: people.map(shown) };
    const batch = newId('imp');
    for (const person of people) {
      if (person.problem === null) person.problem = await this.try(me, person.who!, batch);
    }
    return { batch: people.some(({ problem }) => problem === null) ? batch : null, lines: people.map(shown) };
  }

  private async judged(rows: readonly Row[], organisation: string) {
    const read = rows.map((row, at) => {
      const parsed = invited.safeParse({ organisation, ...row });
      const wrong = parsed.success ? null : WRONG[parsed.error.issues[0]!.path[0] as Column];
      return { line: at + 2, row, who: parsed.data, problem: wrong };
    });
    const people = read.flatMap(({ who }) => (who ? [{ email: who.email, identifier: who.identifier ?? who.email }] : []));
    const known = await this.invitations.known(organisation, people);
    const seen = new Set<string>();
    for (const each of read) {
      if (!each.who) continue;
      const names = new Set([folded(each.who.email), folded(each.who.identifier ?? each.who.email)]);
      if ([...names].some((name) => known.has(name))) each.problem = 'invitation.known';
      else if ([...names].some((name) => seen.has(name))) each.problem = 'import.twice';
      names.forEach((name) => seen.add(name));
    }
    return read;
  }

  private async try(me: Caller, who: Invited, batch: string): Promise<string | null> {
    try {
      await this.invite.run(me, who, batch);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }
}

type Row = Partial<Record<Column, string>>;

async function rowsOf({ name, content }: ImportFile): Promise<Row[]> {
  const table = await tableOf(name, content);
  const [heading = [], ...lines] = table.filter((line) => line.some((cell) => cell !== ''));
  if (lines.length === 0) throw new Refusal('import.empty', 'invalid');
  if (lines.length > LONGEST_IMPORT) throw new Refusal('import.too-long', 'invalid', { longest: LONGEST_IMPORT });
  const columns = heading.map((title) => columnOf(title));
  const missing = (['givenName', 'familyName', 'email'] as const).filter((each) => !columns.includes(each));
  if (missing.length > 0) throw new Refusal('import.columns', 'invalid', { missing: missing.map((each) => COLUMNS[each][0]).join(', ') });
  return lines.map((line) => Object.fromEntries(columns.flatMap((column, at) => (column && line[at] ? [[column, line[at]]] : []))));
}

function columnOf(title: string): Column | undefined {
  const plain = title.normalize('NFD').replace(/[\u0300-\u036f]/g, '').trim().toLowerCase(); // prettier-ignore
  return (Object.keys(COLUMNS) as Column[]).find((each) => (COLUMNS[each] as readonly string[]).includes(plain));
}

/** A spreadsheet begins as a ZIP archive does; everything else is read as text. */
async function tableOf(name: string, content: Buffer): Promise<string[][]> {
  try {
    if (content.subarray(0, 2).toString('latin1') === 'PK') {
      const { default: readSheet } = await import('read-excel-file/node'); // heavy, and seldom asked for
      const rows = (await readSheet(content)) as unknown as unknown[][];
      return rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '' : String(cell).trim())));
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    const [heading = ''] = text.split(/\r?\n/);
    const delimiter = [';', ',', '\t'].sort((a, b) => heading.split(b).length - heading.split(a).length)[0]!;
    return parse(content, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw Object.assign(new Refusal('import.unreadable', 'invalid', { name: name.slice(0, 80) }), { cause: error });
  }
}
