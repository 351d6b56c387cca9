import type { Migration } from '@habilis/database';
import { CreateAccounts1790000001100 } from './1790000001100-create-accounts.ts';
import { CloseIdentities1790000001300 } from './1790000001300-close-identities.ts';
import { WidenHolds1790000001200 } from './1790000001200-widen-holds.ts';

export const accountsMigrations: readonly Migration[] = [
  CreateAccounts1790000001100,
  WidenHolds1790000001200,
  CloseIdentities1790000001300,
];
