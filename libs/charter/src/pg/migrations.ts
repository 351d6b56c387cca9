import type { Migration } from '@habilis/database';
import { CreateCharters1790000002100 } from './1790000002100-create-charters.ts';
import { IndexAnswers1790000002200 } from './1790000002200-index-answers.ts';

export const charterMigrations: readonly Migration[] = [CreateCharters1790000002100, IndexAnswers1790000002200];
