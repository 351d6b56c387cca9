import { parisDay } from '@habilis/kernel';
import type { ReviewItemWords, ReviewWords } from './console-reviews-views.ts';
import { csvFile, pdfFile, type FileColumn } from './register-files.ts';

/** The words of a report; French is what is filed. */
// prettier-ignore
const STATE_WORDS: Record<ReviewItemWords['state'], string> = {
  waiting: 'à revoir', kept: 'confirmée', removed: 'retirée', gone: 'déjà terminée', suspended: 'suspendue faute de réponse', left: 'laissée faute de réponse',
};
// prettier-ignore
const PROPOSAL_WORDS: Record<NonNullable<ReviewItemWords['proposal']>, string> = {
  unused: 'sans connexion depuis 180 jours', orphan: 'sans rattachement à la structure', 'situation-changed': 'situation professionnelle modifiée',
  'reaches-nobody': 'structure sans membre',
};

const holderWords = ({ person, structure, reaches }: ReviewItemWords) =>
  person?.name ?? `Membres de ${structure!.name} (${reaches} ${reaches > 1 ? 'personnes' : 'personne'})`;

const COLUMNS: readonly FileColumn<ReviewItemWords>[] = [
  { title: 'Structure', of: ({ organisation }) => organisation.name },
  { title: 'Titulaire', of: holderWords },
  { title: 'Rôle', of: ({ role }) => role.name },
  { title: 'Depuis', of: ({ since }) => parisDay(new Date(since)) },
  { title: 'Signalement', of: ({ proposal }) => (proposal === null ? '' : PROPOSAL_WORDS[proposal]) },
  { title: 'Décision', of: ({ state }) => STATE_WORDS[state] },
  { title: 'Motif', of: ({ why }) => why ?? '' },
  { title: 'Par', of: ({ decidedBy }) => decidedBy?.name ?? '' },
  { title: 'Le', of: ({ decidedAt }) => (decidedAt === null ? '' : parisDay(new Date(decidedAt))) },
];

/** The report as a table for spreadsheets. */
export const reviewCsv = (items: readonly ReviewItemWords[]): string => csvFile(COLUMNS, items);

/** The report on paper: what was decided, then one line a role. */
export function reviewPdf(review: ReviewWords, items: readonly ReviewItemWords[], made: Date): Promise<Buffer> {
  const counted = Object.entries(review.progress).filter(([, count]) => count > 0);
  const lead = [
    `${review.organisation.name} · échéance le ${parisDay(new Date(review.deadline))} · document du ${parisDay(made)}`,
    counted.map(([state, count]) => `${count} ${STATE_WORDS[state as ReviewItemWords['state']]}`).join(' · '),
  ];
  return pdfFile({ title: `Revue des habilitations – ${review.title}`, lead, made }, COLUMNS, items);
}
