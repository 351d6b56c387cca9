import type { Migration } from '@habilis/database';
import { CreateUpstreamSignIns1790000006100 } from './1790000006100-create-upstream-sign-ins.ts';
import { LeaveToIdentify1790000006160 } from './1790000006160-leave-to-identify.ts';
import { LeaveToLink1790000006150 } from './1790000006150-leave-to-link.ts';

export const federationMigrations: readonly Migration[] = [
  CreateUpstreamSignIns1790000006100,
  LeaveToLink1790000006150,
  LeaveToIdentify1790000006160,
];
