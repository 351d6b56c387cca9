import fc from 'fast-check';
import { changes, lineChanges, type Piece } from './diff.ts';

const side = (pieces: readonly Piece[], not: Piece['in']) => pieces.filter((each) => each.in !== not).map(({ text }) => text);
const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

describe('what changes from one text to another', () => {
  it('gives both texts back, whatever they are', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const pieces = changes(before, after);
        expect([side(pieces, 'after'), side(pieces, 'before')]).toEqual([before, after]);
      }),
    );
  });

  it('is nothing when they are the same', () => {
    fc.assert(fc.property(letters, (text) => expect(changes(text, text).every((each) => each.in === 'both')).toBe(true)));
  });

  it('keeps what is common: a word changed in an article is one word', () => {
    const [first, second, third] = lineChanges('# Charte\nLe délai est de dix jours.\nFin', '# Charte\nLe délai est de quinze jours.\nFin');
    expect([first!.kind, second!.kind, third!.kind]).toEqual(['same', 'changed', 'same']);
    expect(second!.pieces.filter((each) => each.in !== 'both')).toEqual([
      { in: 'before', text: 'dix ' },
      { in: 'after', text: 'quinze ' },
    ]);
  });

  it('shows an article added and one removed as such', () => {
    expect(lineChanges('un\ndeux', 'un\ndeux\ntrois').map(({ kind }) => kind)).toEqual(['same', 'same', 'added']);
    expect(lineChanges('un\ndeux\ntrois', 'un\ntrois').map(({ kind }) => kind)).toEqual(['same', 'removed', 'same']);
  });

  it('does not hang on texts with nothing in common', () => {
    const long = (letter: string) => Array.from({ length: 5000 }, (_, i) => `${letter}${i}`);
    expect(changes(long('a'), long('b'))).toHaveLength(10_000);
  });
});
