import type { Migration } from '@habilis/database';
import { CreateLocalSignIn1790000009100 } from './1790000009100-create-local-sign-in.ts';

/** The schema of credentials, in order. */
export const credentialsMigrations: readonly Migration[] = [CreateLocalSignIn1790000009100];
