import { parisDay } from '@habilis/kernel';
import type { ReviewItemWords, ReviewWords } from './console-reviews-views.ts';

/** The words of a report; French is what is filed. */
// prettier-ignore
const STATE_WORDS: Record<ReviewItemWords['state'], string> = {
  waiting: 'à revoir', kept: 'confirmée', removed: 'retirée', gone: 'déjà terminée', suspended: 'suspendue faute de réponse', left: 'laissée faute de réponse',
};
// prettier-ignore
const PROPOSAL_WORDS: Record<NonNullable<ReviewItemWords['proposal']>, string> = {
  unused: 'sans connexion depuis 180 jours', orphan: 'sans rattachement à la structure', 'situation-changed': 'situation professionnelle modifiée',
};

const COLUMNS: readonly { readonly title: string; readonly of: (item: ReviewItemWords) => string }[] = [
  { title: 'Structure', of: ({ organisation }) => organisation.name },
  { title: 'Personne', of: ({ person }) => person.name },
  { title: 'Rôle', of: ({ role }) => role.name },
  { title: 'Depuis', of: ({ since }) => parisDay(new Date(since)) },
  { title: 'Signalement', of: ({ proposal }) => (proposal === null ? '' : PROPOSAL_WORDS[proposal]) },
  { title: 'Décision', of: ({ state }) => STATE_WORDS[state] },
  { title: 'Motif', of: ({ why }) => why ?? '' },
  { title: 'Par', of: ({ decidedBy }) => decidedBy?.name ?? '' },
  { title: 'Le', of: ({ decidedAt }) => (decidedAt === null ? '' : parisDay(new Date(decidedAt))) },
];

/**
 * The report as a table for spreadsheets: UTF-8 with its mark, semicolons, as French ones read it.
 *
 * A name that begins like a formula is written as text: a spreadsheet would run it.
 */
export function reviewCsv(items: readonly ReviewItemWords[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const lines = [COLUMNS.map(({ title }) => cell(title)), ...items.map((item) => COLUMNS.map(({ of }) => cell(of(item))))];
  return `\ufeff${lines.map((line) => line.join(';')).join('\r\n')}\r\n`;
}

/** The report on paper: what was decided, then one line a role. */
export async function reviewPdf(review: ReviewWords, items: readonly ReviewItemWords[], made: Date): Promise<Buffer> {
  const info = { Title: `Revue des habilitations – ${review.title}`, Author: 'Habilis', CreationDate: made };
  const { default: PDFDocument } = await import('pdfkit'); // heavy, and seldom asked for
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 48,
    lang: 'fr-FR',
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
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
  say('H1', 'Helvetica-Bold', 20, info.Title);
  say(
    'P',
    'Helvetica',
    11,
    `${review.organisation.name} · échéance le ${parisDay(new Date(review.deadline))} · document du ${parisDay(made)}`,
  );
  const counted = Object.entries(review.progress).filter(([, count]) => count > 0);
  say('P', 'Helvetica', 11, counted.map(([state, count]) => `${count} ${STATE_WORDS[state as ReviewItemWords['state']]}`).join(' · '));
  for (const item of items) {
    say('P', 'Helvetica', 9, COLUMNS.map(({ of }) => of(item)).filter((text) => text !== '').join(' · ')); // prettier-ignore
  }
  root.end();
  doc.end();
  return written;
}
