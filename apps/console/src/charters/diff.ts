/** A piece of a text that both versions have, or only one of them. */
export interface Piece {
  readonly in: 'both' | 'before' | 'after';
  readonly text: string;
}

/** Beyond so many comparisons a line is shown whole, as removed and added: nobody reads such a thicket word by word. */
const MOST = 4_000_000;

/**
 * What changes from one sequence to another, the longest common one kept.
 *
 * @param before, after lines or words; what is removed comes before what is added in its place
 */
export function changes(before: readonly string[], after: readonly string[]): Piece[] {
  const start = common(before, after);
  const end = common(before.slice(start).toReversed(), after.slice(start).toReversed());
  const [from, to] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const both = (texts: readonly string[]) => texts.map((text): Piece => ({ in: 'both', text }));
  return [...both(before.slice(0, start)), ...between(from, to), ...both(before.slice(before.length - end))];
}

function common(one: readonly string[], other: readonly string[]): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at++;
  return at;
}

function between(from: readonly string[], to: readonly string[]): Piece[] {
  const removed = from.map((text): Piece => ({ in: 'before', text }));
  const added = to.map((text): Piece => ({ in: 'after', text }));
  if (from.length === 0 || to.length === 0 || from.length * to.length > MOST) return [...removed, ...added];
  const lengths = lengthsOf(from, to);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    if (from[i] === to[j]) {
      pieces.push({ in: 'both', text: from[i]! });
      i++;
      j++;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) pieces.push(removed[i++]!);
    else pieces.push(added[j++]!);
  }
  return [...pieces, ...removed.slice(i), ...added.slice(j)];
}

/** For each pair of places, the length of the longest common sequence from there on. */
function lengthsOf(from: readonly string[], to: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      lengths[i]![j] = from[i] === to[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}

const words = (line: string) => line.split(/(?<=\s)/);

/** A line of a text as it changes: the same, gone, new, or the same but for some words. */
export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added' | 'changed';
  readonly pieces: readonly Piece[];
}

/** What changes from one text to another, line by line; a line replaced by one other is compared word by word. */
export function lineChanges(before: string, after: string): LineChange[] {
  const lines = changes(before.split('\n'), after.split('\n'));
  const found: LineChange[] = [];
  for (let at = 0; at < lines.length;) {
    const removed = runOf(lines, at, 'before');
    const added = runOf(lines, at + removed.length, 'after');
    if (removed.length + added.length === 0) {
      found.push({ kind: 'same', pieces: [lines[at++]!] });
      continue;
    }
    at += removed.length + added.length;
    const pairs = removed.length === added.length ? removed.length : 0;
    for (let i = 0; i < pairs; i++) found.push({ kind: 'changed', pieces: changes(words(removed[i]!.text), words(added[i]!.text)) });
    for (const piece of removed.slice(pairs)) found.push({ kind: 'removed', pieces: [piece] });
    for (const piece of added.slice(pairs)) found.push({ kind: 'added', pieces: [piece] });
  }
  return found;
}

function runOf(lines: readonly Piece[], from: number, side: Piece['in']): Piece[] {
  let to = from;
  while (to < lines.length && lines[to]!.in === side) to++;
  return lines.slice(from, to);
}
