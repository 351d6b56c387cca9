import { z } from 'zod';

/** Uids of the provider are nanoids; anything else was typed by hand. */
export const interactionUid = z.string().regex(/^[\w-]{16,64}$/);
