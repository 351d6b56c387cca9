import type { Migration } from '@habilis/database';
import { CreateStanding1790000005100 } from './1790000005100-create-standing.ts';

export const accessMigrations: readonly Migration[] = [CreateStanding1790000005100];
