import { readFileSync } from 'node:fs';
import path from 'node:path';
import { found, production, root, sources, strangers, type Source } from './tree.ts';

/** `source: 'CGU.cloture'`, `@source CGU.cloture`, and in policies `source: CGU.cloture`. */
const CITED = /(?:\bsource: *'|@source +|^\s*-? *source: *'?)([A-Z][\w.-]*\w)/gm;
const cited = (all: readonly Source[]) => found(all, CITED);

describe('the articles', () => {
  const onFile = new Set(Object.keys(JSON.parse(readFileSync(path.join(root, 'config/sources.json'), 'utf8')) as object));
  const all = [...production(), ...sources('config', /\.ya?ml$/)];

  it('cited anywhere are on file in config/sources.json', () => {
    expect(strangers(cited(all), onFile)).toEqual([]);
  });

  it('on file are honoured somewhere', () => {
    const used = new Set(cited(all).map(({ value }) => value));
    expect([...onFile].filter((source) => !used.has(source))).toEqual([]);
  });

  it('are cited by their name: a @source is one word that the file knows', () => {
    const loose = found(production(), /@source +(?![A-Z][\w.-]*\w(?:[ ,]|\s*\n|\s*\*\/))([^\n*]*)/g);
    expect(loose.map(({ file, value }) => `${file}: ${value}`)).toEqual([]);
  });

  it.each([
    [`/** @source CGU.cloture */`, 'CGU.cloture'],
    [`{ from: 'open', source: 'CPAM13.4.3' }`, 'CPAM13.4.3'],
    [`    source: CPTS.7\n`, 'CPTS.7'],
    [` * @source RFC9457\n`, 'RFC9457'],
  ])('are found in %j', (text, source) => {
    expect(cited([{ file: 'a.ts', text }])).toEqual([{ file: 'a.ts', value: source }]);
    expect(strangers(cited([{ file: 'a.ts', text }]), new Set(['CGU.other']))).toEqual([`a.ts: ${source}`]);
  });
});
