import { parisDay } from '@habilis/kernel';
import type { REVIEW_REASONS } from '../review/review.ts';
import type { ReviewActionWords, ReviewItemWords, ReviewWords } from './console-reviews-views.ts';
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
// prettier-ignore
const REASON_WORDS: Record<string, string> = {
  'duties-unchanged': 'fonctions inchangées', 'checked-with-structure': 'vérifié auprès de la structure', 'needed-on-call': 'nécessaire pour la permanence',
  'no-longer-needed': 'n’est plus nécessaire', 'left-structure': 'a quitté la structure', 'changed-duties': 'a changé de fonctions',
  'never-used': 'jamais utilisée', 'granted-by-mistake': 'accordée par erreur',
} satisfies Record<(typeof REVIEW_REASONS)[keyof typeof REVIEW_REASONS][number], string>;
// prettier-ignore
const FINDING_WORDS: Record<ReviewActionWords['finding'], string> = {
  removal: 'habilitation retirée', unused: 'habilitation inutilisée', orphan: 'sans rattachement', 'unknown-person': 'personne inconnue de la structure',
  'no-owner': 'sans responsable', 'situation-changed': 'situation modifiée', 'too-wide': 'habilitation trop large', 'wrong-structure': 'mauvaise structure',
  'late-departures': 'départs signalés tard', other: 'autre constat',
};
// prettier-ignore
const ACTION_WORDS: Record<ReviewActionWords['state'], string> = { 'to-do': 'à faire', late: 'en retard', done: 'faite', 'given-up': 'abandonnée' };
// prettier-ignore
const GIVEN_UP_WORDS: Record<NonNullable<ReviewActionWords['givenUp']>, string> = {
  'no-longer-relevant': 'sans objet', 'risk-accepted': 'risque accepté', 'done-otherwise': 'réglé autrement', 'not-possible': 'impossible',
};

const holderWords = ({ person, structure }: Pick<ReviewItemWords, 'person' | 'structure'>) =>
  person?.name ?? (structure ? `Membres de ${structure.name}` : '');

const ITEM: readonly FileColumn<ReviewItemWords>[] = [
  { title: 'Structure', of: ({ organisation }) => organisation.name },
  { title: 'Titulaire', of: holderWords },
  { title: 'Personnes atteintes', of: ({ reaches }) => String(reaches) },
  { title: 'Rôle', of: ({ role }) => role.name },
  { title: 'Depuis', of: ({ since }) => parisDay(new Date(since)) },
  { title: 'Signalement', of: ({ proposal }) => (proposal === null ? '' : PROPOSAL_WORDS[proposal]) },
  { title: 'Décision', of: ({ state }) => STATE_WORDS[state] },
  { title: 'Motif', of: ({ why }) => (why === null ? '' : (REASON_WORDS[why] ?? why)) },
  { title: 'Par', of: ({ decidedBy }) => decidedBy?.name ?? '' },
  { title: 'Le', of: ({ decidedAt }) => (decidedAt === null ? '' : parisDay(new Date(decidedAt))) },
];

const ACTION: readonly FileColumn<ReviewActionWords>[] = [
  { title: 'Constat', of: ({ finding }) => FINDING_WORDS[finding] },
  { title: 'Action', of: ({ task }) => task },
  { title: 'Responsable de l’action', of: ({ owner }) => owner.name },
  { title: 'Pour le', of: ({ due }) => due },
  { title: 'État de l’action', of: ({ state }) => ACTION_WORDS[state] },
  { title: 'Compte rendu', of: ({ done, givenUp }) => done ?? (givenUp === null ? '' : GIVEN_UP_WORDS[givenUp]) },
  { title: 'Close le', of: ({ closedAt }) => (closedAt === null ? '' : parisDay(new Date(closedAt))) },
];

/** A line of the table: a role, an action about it, or an action about the whole. */
interface ReportLine {
  readonly item: ReviewItemWords | null;
  readonly action: ReviewActionWords | null;
}

const TABLE: readonly FileColumn<ReportLine>[] = [
  ...ITEM.map(({ title, of }) => ({ title, of: ({ item, action }: ReportLine) => (item ? of(item) : title === 'Structure' ? action!.organisation.name : '') })), // prettier-ignore
  ...ACTION.map(({ title, of }) => ({ title, of: ({ action }: ReportLine) => (action ? of(action) : '') })),
];

/** The report as a table for spreadsheets: a role has as many lines as it has actions, one at least; then those about the whole. */
export function reviewCsv(items: readonly ReviewItemWords[], actions: readonly ReviewActionWords[]): string {
  const about = new Map<string | null, ReviewActionWords[]>();
  for (const each of actions) about.set(each.grant, [...(about.get(each.grant) ?? []), each]);
  const lines = items.flatMap((item) => (about.get(item.grant) ?? [null]).map((action) => ({ item, action })));
  return csvFile(TABLE, [...lines, ...(about.get(null) ?? []).map((action) => ({ item: null, action }))]);
}

/** The report on paper: what was decided, one line a role, then the plan of action. */
export function reviewPdf(
  review: ReviewWords,
  items: readonly ReviewItemWords[],
  actions: readonly ReviewActionWords[],
  made: Date,
): Promise<Buffer> {
  const counted = (Object.keys(STATE_WORDS) as ReviewItemWords['state'][]).filter((state) => review.progress[state] > 0);
  const lead = [
    `${review.organisation.name} · échéance le ${parisDay(new Date(review.deadline))} · document du ${parisDay(made)}`,
    counted.map((state) => `${review.progress[state]} ${STATE_WORDS[state]}`).join(' · '),
  ];
  const about: FileColumn<ReviewActionWords> = {
    title: 'Habilitation',
    of: ({ role, ...holder }) => (role ? `${holderWords(holder)}, ${role.name}` : 'Toute la revue'),
  };
  const plan = {
    title: `Plan d’action : ${actions.length === 0 ? 'aucune action' : actions.length}`,
    columns: [about, ...ACTION],
    lines: actions,
  };
  return pdfFile({ title: `Revue des habilitations – ${review.title}`, lead, made }, ITEM, items, plan);
}
