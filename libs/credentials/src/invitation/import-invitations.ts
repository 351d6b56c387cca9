import { newId, Refusal, type Caller } from '@habilis/kernel';
import { folded } from '../sign-in/identifier.ts';
import { invited, type Invitations, type Invited } from './invitation.ts';
import type { Invite } from './invite.ts';
import { readTable, type ImportFile } from './read-table.ts';

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

/** What is wrong with a line, or nothing. Lines are numbered as a spreadsheet shows them: the heading is the first. */
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
    const people = await this.judged(await peopleOf(file), organisation);
    const shown = ({ line, given, problem }: (typeof people)[number]): ImportedLine => ({
      ...{ line, problem },
      name: `${given.givenName ?? ''} ${given.familyName ?? ''}`.trim().slice(0, 200),
      email: (given.email ?? '').slice(0, 254),
    });
    if (dryRun) return { batch: null, lines: people.map(shown) };
    const batch = newId('imp');
    for (const person of people) {
      if (person.problem === null) person.problem = await this.try(me, person.who!, batch);
    }
    return { batch: people.some(({ problem }) => problem === null) ? batch : null, lines: people.map(shown) };
  }

  private async judged(people: readonly PersonLine[], organisation: string) {
    const read = people.map(({ line, given }) => {
      const parsed = invited.safeParse({ organisation, ...given });
      const wrong = parsed.success ? null : WRONG[parsed.error.issues[0]!.path[0] as Column];
      return { line, given, who: parsed.data, problem: wrong };
    });
    const named = read.flatMap(({ who }) => (who ? [{ email: who.email, identifier: who.identifier ?? who.email }] : []));
    const known = await this.invitations.known(organisation, named);
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

interface PersonLine {
  readonly line: number;
  readonly given: Partial<Record<Column, string>>;
}

async function peopleOf(file: ImportFile): Promise<PersonLine[]> {
  const [heading, ...lines] = await readTable(file);
  if (lines.length === 0) throw new Refusal('import.empty', 'invalid');
  if (lines.length > LONGEST_IMPORT) throw new Refusal('import.too-long', 'invalid', { longest: LONGEST_IMPORT });
  const columns = heading!.cells.map((title) => columnOf(title));
  const missing = (['givenName', 'familyName', 'email'] as const).filter((each) => !columns.includes(each));
  if (missing.length > 0) throw new Refusal('import.columns', 'invalid', { missing: missing.map((each) => COLUMNS[each][0]).join(', ') });
  return lines.map(({ line, cells }) => ({
    line,
    given: Object.fromEntries(columns.flatMap((column, at) => (column && cells[at] ? [[column, cells[at]]] : []))),
  }));
}

function columnOf(title: string): Column | undefined {
  const plain = title.normalize('NFD').replace(/[\u0300-\u036f]/g, '').trim().toLowerCase(); // prettier-ignore
  return (Object.keys(COLUMNS) as Column[]).find((each) => (COLUMNS[each] as readonly string[]).includes(plain));
}
