import { deflateRawSync } from 'node:zlib';
import { readTable } from './read-table.ts';

const HEADING = 'Prénom;Nom;Courriel';
const text = (content: string | Buffer) => readTable({ name: 'liste.csv', content: Buffer.from(content as string) });
const sheet = (rows: string, lies?: { size: number }) => readTable({ name: 'liste.xlsx', content: workbook(rows, lies) });
const cells = async (read: ReturnType<typeof readTable>) => (await read).map(({ cells: each }) => each);

describe('a table is read', () => {
  it('from text as French spreadsheets save it: UTF-8 with its mark, the older alphabet, or two bytes a letter', async () => {
    const written = `${HEADING}\r\nÉlise;L’Hôte;elise@exemple.fr\r\n`;
    const wanted = [['Prénom', 'Nom', 'Courriel'], ['Élise', 'L’Hôte', 'elise@exemple.fr']]; // prettier-ignore
    const old = Buffer.from(written.replace('’', '\u0092'), 'latin1');
    const wide = Buffer.from(`\uFEFF${written.replaceAll(';', '\t')}`, 'utf16le');
    for (const each of [written, `\uFEFF${written}`, old, wide]) expect(await cells(text(each))).toEqual(wanted);
  });

  it('with the numbers a spreadsheet shows, whatever lines are empty', async () => {
    expect((await text(`${HEADING}\r\n\r\n;;\r\nÉlise;L’Hôte;e@exemple.fr`)).map(({ line }) => line)).toEqual([1, 4]);
    const rows = await sheet('<row r="1"><c r="A1" t="str"><v>Nom</v></c></row><row r="3"><c r="A3" t="str"><f>B3</f><v>Zoé</v></c></row>');
    expect(rows).toEqual([{ line: 1, cells: ['Nom'] }, { line: 3, cells: ['Zoé'] }]); // prettier-ignore
  });
});

describe('a file is refused', () => {
  const refused = expect.objectContaining({ code: 'import.unreadable' });

  it('when it is no table: a picture, an archive of something else, a quote that never ends', async () => {
    for (const each of [Buffer.from('89504e470d0a1a0a00000000', 'hex'), 'PK\x03\x04 and nothing', `${HEADING}\r\n"Élise;`])
      await expect(text(each)).rejects.toEqual(refused);
  });

  it('when a few bytes claim cells without number, one far away or one behind an entity', async () => {
    for (const far of ['XFD1048576', '&#88;FD9', 'A99999'])
      await expect(sheet(`<row r="1"><c r="${far}" t="str"><v>x</v></c></row>`)).rejects.toEqual(refused);
    await expect(sheet('<row r="9999999"><c r="A1"><v>1</v></c></row>')).rejects.toEqual(refused);
  });

  it('when it inflates to more than a list, whatever its directory says', async () => {
    const long = `<row r="1"><c r="A1" t="str"><v>${'x'.repeat(5_000_000)}</v></c></row>`;
    await expect(sheet(long)).rejects.toEqual(refused);
    await expect(sheet(long, { size: 100 })).rejects.toEqual(refused);
  });
});

/** As little of a workbook as is one. @param lies what its directory says the sheet inflates to */
function workbook(rows: string, lies?: { size: number }): Buffer {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const parts = {
    'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="Liste" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  };
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, part] of Object.entries(parts)) {
    const bytes = deflateRawSync(part);
    const sizes = [0, bytes.length, lies?.size ?? part.length];
    bodies.push(record('PK\x03\x04', 30, [[2, 8, 8], [4, 14, sizes], [2, 26, name.length]]), Buffer.from(name), bytes); // prettier-ignore
    directory.push(record('PK\x01\x02', 46, [[2, 10, 8], [4, 16, sizes], [2, 28, name.length], [4, 42, at]]), Buffer.from(name)); // prettier-ignore
    at += 30 + name.length + bytes.length;
  }
  return Buffer.concat([...bodies, ...directory, record('PK\x05\x06', 22, [[2, 8, [3, 3]], [4, 16, at]])]); // prettier-ignore
}

function record(mark: string, size: number, fields: readonly (readonly [width: number, at: number, value: number | number[]])[]): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write(mark, 'latin1');
  for (const [width, at, value] of fields) [value].flat().forEach((each, i) => bytes.writeUIntLE(each, at + i * width, width));
  return bytes;
}
