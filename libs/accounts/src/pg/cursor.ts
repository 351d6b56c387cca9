import { Refusal } from '@habilis/kernel';

/**
 * Where a page ended, as text that goes into an address and comes back.
 *
 * It holds nothing that the page did not show, and a made-up one can only begin elsewhere: what may be seen is
 * decided by the organisations asked for.
 */
export function toCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws Refusal `cursor.malformed` (invalid) unless it has as many texts as expected */
export function fromCursor(cursor: string, length: number): string[] {
  const parts = parse(cursor);
  const good = Array.isArray(parts) && parts.length === length && parts.every((each) => typeof each === 'string' && !each.includes('\0'));
  if (!good) throw new Refusal('cursor.malformed', 'invalid');
  return parts as string[];
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
