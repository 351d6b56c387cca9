import { z } from 'zod';

/**
 * How sure we are of who signed in, as Pro Santé Connect names it; lowest first.
 *
 * @fr niveau de garantie
 */
const LEVELS = ['eidas1', 'eidas2', 'eidas3'] as const;
export type Level = (typeof LEVELS)[number];

export const levelField = z.enum(LEVELS);

/** Whether one level is at least another. */
export const reaches = (level: Level, wanted: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);
