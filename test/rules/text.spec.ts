import { found, sources, type Source } from './tree.ts';

/** What no committed text holds. Written in pieces, or this file would be the first to. */
// prettier-ignore
const NOWHERE: Readonly<Record<string, RegExp>> = {
  'work left for later':        new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`),
  'a neighbour of the project': new RegExp('\\.\\./' + 'shared'),
  'a folder of one machine':    new RegExp('(^|[\\s"\'`(])/(' + 'work|farm|home/\\w+|Users/\\w+' + ')/'),
  'a merge half done':          new RegExp('^(<{7}|>{7}) ', 'm'),
  'a test that is skipped':     new RegExp('\\b(it|describe|test)\\.(only|skip|todo)' + '\\('),
  'a type checker silenced':    new RegExp('@ts-(ignore|nocheck)' + '\\b'),
};

const heldBy = ({ text }: Source) => Object.keys(NOWHERE).filter((what) => NOWHERE[what]!.test(text));

describe('no text holds', () => {
  const all = ['libs', 'apps', 'test', 'config', 'docs'].flatMap((folder) => sources(folder, /\.(tsx?|m?js|cjs|json|ya?ml|md|css)$/));

  it.each(Object.entries(NOWHERE))('%s', (_, pattern) => {
    expect(all.filter(({ text }) => pattern.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it.each([
    ['work left for later', `// TO${'DO'}: later`],
    ['a neighbour of the project', `see ..${'/shared'}/style.md`],
    ['a folder of one machine', `cd /wo${'rk'}/main`],
    ['a merge half done', `${'<'.repeat(7)} HEAD`],
    ['a test that is skipped', `it.sk${'ip'}('x', () => {})`],
    ['a type checker silenced', `// @ts-ig${'nore'} because`],
  ])('%s, and is seen when it does', (what, text) => {
    expect(heldBy({ file: 'a.ts', text })).toEqual([what]);
  });

  it('anything that has not been seen', () => expect(Object.keys(NOWHERE)).toHaveLength(6));
});

/** A sign of French that a plain space parts from its word, so that a narrow line begins with it. */
// prettier-ignore
const PARTED: Readonly<Record<string, RegExp>> = {
  'a sign from its word':         /[^\s"'`] [:;?!»]/,
  'a quotation from its opening': /« /,
};
const partedIn = (text: string) => Object.keys(PARTED).filter((what) => PARTED[what]!.test(text));

/** What people are given to read, text by text: sentences, the words of policies, what pages write themselves. */
function* french(): Iterable<{ file: string; value: string }> {
  yield* found(sources('config/fr', /\.json$/), /"[^"]+": "((?:[^"\\]|\\.)*)"/g);
  yield* found(sources('config/policies', /\.yaml$/), /\bfr: ((?:[^,}#\n]|,(?! \w+:))+)/g);
  const pages = sources('apps', /\.tsx$/).concat(sources('libs', /\.tsx$/));
  // A colon between an expression and a tag is a word; elsewhere it may be the code's. Comments may quote as they like.
  yield* found(pages, /\}( : )<|^(?! *(?:\/?\*|\/\/))[^\n]*(« )/gm);
}

describe('no plain space parts, in the French that people read,', () => {
  it.each(Object.keys(PARTED))('%s', (what) => {
    expect([...french()].filter(({ value }) => partedIn(`x${value}`).includes(what))).toEqual([]);
  });

  it.each([
    ['a sign from its word', 'Qui se connecte ?'],
    ['a sign from its word', 'Rôle : administrateur'],
    ['a quotation from its opening', '« Dossiers\u00a0»'],
  ])('%s, and is seen when it does', (what, text) => expect(partedIn(text)).toEqual([what]));

  it('a thing when the spaces do not break', () => expect(partedIn('Le portail «\u00a0Dossiers\u00a0»\u00a0: à 09:30')).toEqual([]));
});
