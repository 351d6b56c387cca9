import type { Migration } from '@habilis/database';
import { CreateUpstreamSignIns1790000006100 } from './1790000006100-create-upstream-sign-ins.ts';

export const federationMigrations: readonly Migration[] = [CreateUpstreamSignIns1790000006100];
