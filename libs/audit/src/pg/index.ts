export { PgJournal } from './pg-journal.ts';
export { prepareJournal } from './prepare-journal.ts';
