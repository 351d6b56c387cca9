import type { Migration } from '@habilis/database';
import { CreateInvitations1790000009110 } from './1790000009110-create-invitations.ts';
import { CreateLocalSignIn1790000009100 } from './1790000009100-create-local-sign-in.ts';
import { CreateThrottle1790000009120 } from './1790000009120-create-throttle.ts';
import { CreateFactors1790000009200 } from './1790000009200-create-factors.ts';
import { CreateReceipts1790000009300 } from './1790000009300-create-receipts.ts';
import { WidenReceipts1790000009310 } from './1790000009310-widen-receipts.ts';
import { CreateRenewals1790000009320 } from './1790000009320-create-renewals.ts';
import { CreateRecoveries1790000009330 } from './1790000009330-create-recoveries.ts';
import { CreateEmailChanges1790000009340 } from './1790000009340-create-email-changes.ts';
import { CreateRecoveryProofs1790000009900 } from './1790000009900-create-recovery-proofs.ts';

/** The schema of credentials, in order. */
export const credentialsMigrations: readonly Migration[] = [
  CreateLocalSignIn1790000009100,
  CreateInvitations1790000009110,
  CreateThrottle1790000009120,
  CreateFactors1790000009200,
  CreateReceipts1790000009300,
  WidenReceipts1790000009310,
  CreateRenewals1790000009320,
  CreateRecoveries1790000009330,
  CreateEmailChanges1790000009340,
  CreateRecoveryProofs1790000009900,
];
