/**
 * The value a JSON pointer (RFC 6901) leads to, or undefined.
 *
 * Follows what a document holds itself, never what its prototype holds.
 */
export function at(document: unknown, pointer: string): unknown {
  let here = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

/** The text a pointer leads to, trimmed; empty when there is none, or when it is no text. */
export function textAt(document: unknown, pointer: string | undefined, longest = 200): string {
  const found = pointer === undefined ? undefined : at(document, pointer);
  return typeof found === 'string' ? [...found.normalize('NFC').trim()].slice(0, longest).join('') : '';
}
