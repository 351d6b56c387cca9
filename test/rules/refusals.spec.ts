import { found, production, sources, strangers, type Source } from './tree.ts';

/** `new Refusal('a.b'`, also when one of two codes is chosen there. */
const THROWN = /\bRefusal\(\s*(?:[^'"`;{}]*\?\s*)?'([a-z][\w.-]*)'(?:\s*:\s*'([a-z][\w.-]*)')?/g;
/** Any text that could be a code, for tables of codes; and the beginning of one whose end is chosen later. */
const LITERAL = /['"`]([a-z][a-z0-9-]*\.[a-z0-9][\w.-]*)['"`]/g;

const BEGINNING = /`([a-z][a-z0-9-]*\.)\$\{/g;

const thrown = (all: readonly Source[]) => found(all, THROWN);
const sentencesOf = (language: string) =>
  sources(`config/${language}/refusals`, /\.json$/).flatMap(({ file, text }) =>
    Object.entries(JSON.parse(text) as Record<string, string>).map(([code, sentence]) => ({ file, code, sentence })),
  );

describe.each(['fr', 'en'])('the sentences of refusals, %s', (language) => {
  const sentences = sentencesOf(language);

  it('say every refusal', () => {
    expect(strangers(thrown(production()), new Set(sentences.map(({ code }) => code)))).toEqual([]);
  });

  it('are each for a refusal that exists', () => {
    const used = new Set(found(production(), LITERAL).map(({ value }) => value));
    const begun = [...new Set(found(production(), BEGINNING).map(({ value }) => value))];
    const isUsed = (code: string) =>
      used.has(code.replace(/_(one|many|other)$/, '')) || begun.some((beginning) => code.startsWith(beginning));
    expect(sentences.filter(({ code }) => !isUsed(code)).map(({ file, code }) => `${file}: ${code}`)).toEqual([]);
  });

  it('are written once each, and end as sentences do', () => {
    const codes = sentences.map(({ code }) => code);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
    expect(sentences.filter(({ sentence }) => !/[.?!]$/.test(sentence)).map(({ code }) => code)).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    [`throw new Refusal('account.unknown', 'unknown');`, ['account.unknown']],
    [`throw new Refusal(\n  'account.stale',\n  'conflict');`, ['account.stale']],
    [`throw new Refusal(isLow(acr) ? 'level.low' : 'level.unknown', 'forbidden')`, ['level.low', 'level.unknown']],
  ])('is found in %j', (text, codes) => {
    const places = thrown([{ file: 'a.ts', text }]);
    expect(places.map(({ value }) => value)).toEqual(codes);
    expect(strangers(places, new Set())).toHaveLength(codes.length);
  });
});
