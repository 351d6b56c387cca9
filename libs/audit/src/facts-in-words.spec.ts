import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

function production(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .map((each) => path.relative(ROOT, path.join(each.parentPath, each.name)))
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.|\/testing\/|\/dist\/|node_modules/.test(file));
}

/** `what: 'a.b'`; the third argument of `changed`; the beginning of one that is completed from a table. */
const SAID = /\bwhat(?:: |, |\) => )[^;\n]*?['"]([a-z][a-z-]*\.[a-z][a-z.-]*)['"]/g;
const BOTH = /what: [^;\n]*\? '([a-z-]+\.[a-z.-]+)' : '([a-z-]+\.[a-z.-]+)'/g;
const CHANGED = /changed\([^;]*?'([a-z][a-z-]*\.[a-z][a-z.-]*)'/g;
const TABLED = /`(account|membership|hold|charter)\.\$\{/g;
const GONE = /appendGone\([^;]*?'([a-z-]+\.[a-z.-]+)'/g;

const text = ['libs', 'apps'].flatMap(production).map(read).join('\n');
const all = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter(Boolean)) as string[];
const written = new Set([SAID, BOTH, CHANGED, GONE].flatMap(all));
const begun = new Set(all(TABLED));

describe.each(['fr', 'en'])('facts in words, %s', (language) => {
  const sentences = JSON.parse(read(`config/${language}/facts.json`)) as Record<string, string>;

  it('say everything that may happen', () => {
    expect([...written].filter((what) => !(what in sentences)).sort()).toEqual([]);
  });

  it('say the steps of an account, the kinds of holds and the answers to a charter', () => {
    const steps = (file: string, table: string) =>
      [
        ...read(file)
          .split(`export const ${table} = `)[1]!
          .split('] as const')[0]!
          .matchAll(/step: '([a-z-]+)'/g),
      ].map(([, step]) => step);
    const account = steps('libs/accounts/src/account.ts', 'LIFE').map((step) => `account.${step}`);
    const membership = steps('libs/accounts/src/membership.ts', 'BELONGING').map((step) => `membership.${step}`);
    const kinds = [...read('libs/accounts/src/account.ts').matchAll(/^ {2}([a-z]+): +\{ reach:/gm)].map(([, kind]) => `hold.${kind}`);
    expect([account.length > 5, membership.length > 4, kinds.length]).toEqual([true, true, 7]);
    const tabled = [
      ...account,
      ...membership,
      ...kinds,
      'charter.accepted',
      'charter.refused',
      'sheet.read',
      'timeline.read',
      'traces.read',
    ];
    expect(tabled.filter((what) => !(what in sentences))).toEqual([]);
  });

  it('say nothing that never happens', () => {
    const stale = Object.keys(sentences).filter(
      (what) => !written.has(what) && !begun.has(what.split('.')[0]!) && !text.includes(`'${what}'`),
    );
    expect(stale).toEqual([]);
  });
});

describe('the search for facts', () => {
  it('finds them where they are written', () => {
    expect([...written]).toEqual(
      expect.arrayContaining(['account.enrol', 'hold.lifted', 'role.granted', 'sign-in.refused', 'token.replayed']),
    );
    expect([...begun]).toEqual(expect.arrayContaining(['account', 'membership', 'hold', 'charter']));
  });
});
