import { Refusal } from '@habilis/kernel';
import { parse } from 'csv-parse/sync';
import { smallWorkbook } from './small-workbook.ts';

export interface ImportFile {
  readonly name: string;
  readonly content: Buffer;
}

/** One line of a table, by the number a spreadsheet shows beside it; cells without the blanks around them. */
interface TableLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a table that a spreadsheet wrote: XLSX, or text with semicolons, commas or tabs between its cells.
 *
 * Lines without anything in them are left out; those after keep their numbers.
 *
 * @throws Refusal `import.unreadable` (invalid)
 */
export async function readTable({ name, content }: ImportFile): Promise<TableLine[]> {
  try {
    const rows = content.subarray(0, 2).toString('latin1') === 'PK' ? await sheetRows(content) : textRows(textOf(content));
    return rows.map((cells, at) => ({ line: at + 1, cells })).filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    throw Object.assign(new Refusal('import.unreadable', 'invalid', { name: name.slice(0, 80) }), { cause: error });
  }
}

async function sheetRows(content: Buffer): Promise<string[][]> {
  const { readSheet } = await import('read-excel-file/node'); // heavy, and seldom asked for
  const rows = await readSheet(smallWorkbook(content));
  return rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell).trim())));
}

function textRows(text: string): string[][] {
  const [heading = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', ',', '\t'].sort((a, b) => heading.split(b).length - heading.split(a).length)[0]!;
  return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, trim: true });
}

/**
 * UTF-8; else what the byte-order mark says; else the alphabet in which French spreadsheets still save a CSV.
 *
 * @throws Error when it is no text at all
 */
function textOf(content: Buffer): string {
  const wide = content.subarray(0, 2).toString('hex') === 'fffe';
  const text = wide
    ? new TextDecoder('utf-16le', { fatal: true }).decode(content)
    : (utf8(content) ?? new TextDecoder('windows-1252').decode(content));
  // What a picture or a program has, and no table does.
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) throw new Error('not a text');
  return text;
}

function utf8(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
