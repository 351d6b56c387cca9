/** One column of a register: its title, and what it says of a line. */
export interface FileColumn<T> {
  readonly title: string;
  readonly of: (line: T) => string;
}

/**
 * A table for spreadsheets: UTF-8 with its mark, semicolons, as French ones read it.
 *
 * A cell that begins like a formula is written as text: a spreadsheet would run it.
 */
export function csvFile<T>(columns: readonly FileColumn<T>[], lines: readonly T[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = [columns.map(({ title }) => cell(title)), ...lines.map((line) => columns.map(({ of }) => cell(of(line))))];
  return `\ufeff${rows.map((row) => row.join(';')).join('\r\n')}\r\n`;
}

/** A second part of a file on paper. */
interface Part<T> {
  readonly title: string;
  readonly columns: readonly FileColumn<T>[];
  readonly lines: readonly T[];
}

/** The same on paper: a title, what introduces it, then one line each; and, when there is a second part, the same again. */
export async function pdfFile<T, U = never>(
  { title, lead, made }: { readonly title: string; readonly lead: readonly string[]; readonly made: Date },
  columns: readonly FileColumn<T>[],
  lines: readonly T[],
  then?: Part<U>,
): Promise<Buffer> {
  const info = { Title: title, Author: 'Habilis', CreationDate: made };
  const { default: PDFDocument } = await import('pdfkit'); // heavy, and seldom asked for
  const doc = new PDFDocument({
    ...{ size: 'A4', layout: 'landscape', margin: 48, lang: 'fr-FR', tagged: true, pdfVersion: '1.7', displayTitle: true },
    info,
  });
  const written = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  const root = doc.struct('Document');
  doc.addStructure(root);
  const say = (tag: string, font: string, size: number, text: string) =>
    root.add(doc.struct(tag, {}, () => void doc.font(font).fontSize(size).text(text).moveDown(0.5)));
  say('H1', 'Helvetica-Bold', 20, title);
  for (const each of lead) say('P', 'Helvetica', 11, each);
  const list = <L>(shown: readonly FileColumn<L>[], all: readonly L[]) => {
    for (const line of all) say('P', 'Helvetica', 9, shown.map(({ of }) => of(line)).filter((text) => text !== '').join(' · ')); // prettier-ignore
  };
  list(columns, lines);
  if (then) {
    say('H2', 'Helvetica-Bold', 14, then.title);
    list(then.columns, then.lines);
  }
  root.end();
  doc.end();
  return written;
}
