import { colours } from '@habilis/pages';
import type { ReceiptWords } from './receipt-words.ts';

const MARGIN = 64;
const TERM_WIDTH = 170;

/**
 * A receipt on paper: one A4 page, tagged, so that screen readers say it in order and in its language.
 *
 * @param made when the paper is drawn: the same receipt drawn twice differs by that alone
 */
export async function receiptPdf(words: ReceiptWords, language: string, made: Date): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit'); // heavy, and seldom asked for
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    tagged: true,
    lang: language === 'fr' ? 'fr-FR' : 'en-GB',
    displayTitle: true,
    info: { Title: `${words.title} – ${words.terms[0]!.value}`, Author: 'Habilis', CreationDate: made },
  });
  const written = collect(doc);
  const root = doc.struct('Document');
  doc.addStructure(root);
  const add = (tag: string, draw: () => void) => root.add(doc.struct(tag, {}, draw));
  add('P', () => brand(doc));
  add('H1', () => doc.font('Helvetica-Bold').fontSize(22).fillColor(ink).text(plain(words.title), MARGIN, 130));
  add('P', () => paragraph(doc, words.said, 14));
  doc.moveDown(0.6);
  table(doc, root, words.terms);
  doc.moveDown(1);
  add('P', () => paragraph(doc, words.worth, 10));
  add('P', () => paragraph(doc.fillColor(soft), words.check, 10));
  root.end();
  doc.end();
  return written;
}

const { ink = '', 'ink-soft': soft = '', brand: teal = '', line = '', 'on-brand': onTeal = '' } = colours.light;

function brand(doc: PDFKit.PDFDocument): void {
  doc.roundedRect(MARGIN, 64, 26, 26, 7).fill(teal);
  doc.font('Helvetica-Bold').fontSize(15).fillColor(onTeal).text('H', MARGIN + 7.5, 70, { lineBreak: false }); // prettier-ignore
  doc
    .fontSize(17)
    .fillColor(ink)
    .text('Habilis', MARGIN + 36, 69);
}

function paragraph(doc: PDFKit.PDFDocument, text: string, after: number): void {
  doc
    .font('Helvetica')
    .fontSize(11)
    .text(plain(text), MARGIN, doc.y + 8, { lineGap: 3 });
  doc.y += after - 8;
}

/** Terms and their values, as a table whose first column names its rows. */
function table(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, terms: ReceiptWords['terms']): void {
  const all = doc.struct('Table');
  root.add(all);
  for (const { term, value } of terms) {
    const row = doc.struct('TR');
    all.add(row);
    const top = doc.y + 7;
    const width = doc.page.width - 2 * MARGIN;
    row.add(doc.struct('TH', {}, () => doc.font('Helvetica').fontSize(10).fillColor(soft).text(plain(term), MARGIN, top, { width: TERM_WIDTH }))); // prettier-ignore
    row.add(doc.struct('TD', {}, () => doc.font('Helvetica-Bold').fontSize(11).fillColor(ink).text(plain(value), MARGIN + TERM_WIDTH + 10, top, { width: width - TERM_WIDTH - 10 }))); // prettier-ignore
    doc.markContent('Artifact', { type: 'Layout' });
    doc.moveTo(MARGIN, doc.y + 6).lineTo(MARGIN + width, doc.y + 6).lineWidth(0.6).stroke(line); // prettier-ignore
    doc.endMarkedContent();
    doc.y += 8;
  }
}

/** The fonts every reader has hold the letters of Western Europe; a name from elsewhere loses its marks rather than its letters. */
function plain(text: string): string {
  const known = text.replace(/[\u202f\u2007\u2009]/g, '\u00a0').replace(/\u2011/g, '-');
  return [...known].map((letter) => (WESTERN.test(letter) ? letter : bare(letter))).join('');
}

const WESTERN = /[\u0020-\u007e\u00a0-\u00ff–—‘’‚“”„†‡•…‰‹›€ŒœŠšŽžŸƒˆ˜™]/;
const bare = (letter: string) => letter.normalize('NFD').replace(/[^\u0020-\u007e]/g, '') || '?';

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
}
