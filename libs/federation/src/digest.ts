import { createHash } from 'node:crypto';

/** What is kept of a secret that only has to be recognised. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
