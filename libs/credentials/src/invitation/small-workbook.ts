import { crc32, inflateRawSync } from 'node:zlib';

/** Bytes that all the parts we read of a workbook may come to, once inflated: a thousand lines take less than one million. */
const LARGEST = 4_000_000;
/** Rows that a sheet has; a sheet reader walks through every empty one before the last. */
const LAST_ROW = 1_048_576;

/** The parts of a workbook that hold cells: never its pictures, its macros or its links. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:_rels\/workbook\.xml\.rels|(?:workbook|styles|sharedStrings)\.xml|worksheets\/[\w.-]+\.xml))$/;

/** ZIP, APPNOTE 4.3: where the directory is said to be; an entry of it; what precedes an entry's bytes. */
const END = { mark: 0x06054b50, size: 22 };
const ENTRY = { mark: 0x02014b50, size: 46 };
const LOCAL = { mark: 0x04034b50, size: 30 };

/**
 * A workbook made anew of the few parts we read, each of them inflated here within bounds.
 *
 * A thousand bytes may claim seventeen thousand million cells, or inflate to a gigabyte; and what an archive's directory says
 * may differ from what its entries are. The sheet reader is therefore given nothing that was not looked at.
 *
 * @throws Error when it is no archive, or more than anyone would import
 */
export function smallWorkbook(content: Buffer): Buffer {
  let left = LARGEST;
  const parts = entries(content).filter(({ name }) => PARTS.test(name));
  return archive(
    parts.map(({ name, method, compressed }) => {
      const bytes = method === 0 ? compressed : inflateRawSync(compressed, { maxOutputLength: Math.max(1, left) });
      left -= bytes.length;
      if (left < 0) throw new Error('too much in it');
      if (name.startsWith('xl/worksheets/')) nearCells(bytes.toString('utf8'));
      return { name, bytes };
    }),
  );
}

/** @throws Error for a cell beyond the second letter of columns or the fourth digit of rows, or an address written otherwise */
function nearCells(sheet: string): void {
  for (const [, , address = ''] of sheet.matchAll(/\br\s*=\s*(["'])([^"']*)/g)) {
    const near = /^[A-Z]{1,2}\d{1,4}$/.test(address) || (/^\d{1,7}$/.test(address) && Number(address) <= LAST_ROW);
    if (!near) throw new Error(`a cell far away: ${address.slice(0, 20)}`);
  }
}

function entries(content: Buffer) {
  const end = content.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const found: { name: string; method: number; compressed: Buffer }[] = [];
  let at = content.readUInt32LE(end + 16);
  for (let count = content.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (content.readUInt32LE(at) !== ENTRY.mark) throw new Error('no directory');
    const [nameLength, extra, comment] = [content.readUInt16LE(at + 28), content.readUInt16LE(at + 30), content.readUInt16LE(at + 32)];
    const local = content.readUInt32LE(at + 42);
    const from = local + LOCAL.size + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28);
    found.push({
      name: content.toString('utf8', at + ENTRY.size, at + ENTRY.size + nameLength),
      method: content.readUInt16LE(at + 10),
      compressed: content.subarray(from, from + content.readUInt32LE(at + 20)),
    });
    at += ENTRY.size + nameLength + extra + comment;
  }
  return found;
}

/** An archive whose entries are stored as they are. */
function archive(parts: readonly { name: string; bytes: Buffer }[]): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, bytes } of parts) {
    const [local, entry] = [Buffer.alloc(LOCAL.size), Buffer.alloc(ENTRY.size)];
    local.writeUInt32LE(LOCAL.mark);
    entry.writeUInt32LE(ENTRY.mark);
    for (const [header, from] of [
      [local, 14],
      [entry, 16],
    ] as const) {
      // prettier-ignore
      header.writeUInt32LE(crc32(bytes), from);
      header.writeUInt32LE(bytes.length, from + 4);
      header.writeUInt32LE(bytes.length, from + 8);
      header.writeUInt16LE(Buffer.byteLength(name), from + 12);
    }
    entry.writeUInt32LE(at, 42);
    bodies.push(local, Buffer.from(name), bytes);
    directory.push(entry, Buffer.from(name));
    at += local.length + Buffer.byteLength(name) + bytes.length;
  }
  const end = Buffer.alloc(END.size);
  end.writeUInt32LE(END.mark);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
