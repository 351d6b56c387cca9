import type { Migration } from '../migrate.ts';
import { CreateServiceRole1790000000100 } from './1790000000100-create-service-role.ts';
import { CreateFacts1790000000200 } from './1790000000200-create-facts.ts';
import { CreateOutbox1790000000300 } from './1790000000300-create-outbox.ts';

/** The steps every other library builds on. */
export const groundMigrations: readonly Migration[] = [CreateServiceRole1790000000100, CreateFacts1790000000200, CreateOutbox1790000000300];
