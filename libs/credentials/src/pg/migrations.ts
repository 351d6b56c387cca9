import type { Migration } from '@habilis/database';
import { CreateLocalSignIn1790000009100 } from './1790000009100-create-local-sign-in.ts';
import { CreateFactors1790000009200 } from './1790000009200-create-factors.ts';

/** The schema of credentials, in order. */
export const credentialsMigrations: readonly Migration[] = [CreateLocalSignIn1790000009100, CreateFactors1790000009200];
