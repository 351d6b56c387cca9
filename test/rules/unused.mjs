/**
 * Values that are exported and that nobody needs exported.
 *
 * A name that a door offers is needed when someone outside takes it there, or a neighbour takes it from its file. Types are
 * let be: a function's parameter has one whether or not a caller names it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { analyzeTsConfig } from 'ts-unused-exports';
import { root } from '../../apps/stack/setup.mjs';

/** Where a program begins, and what is imported at run time, which the analyser does not follow into `.tsx`. */
const ENTRIES = ['main\\.ts$', 'main\\.tsx$', 'vite\\.config', '\\.spec\\.', '/test/', 'draw-mail\\.tsx$'];

/** @returns `libs/accounts/src/account.ts: advance, hold`, one line a file */
function unusedExports() {
  const cache = path.join(root, 'node_modules/.cache/habilis');
  mkdirSync(cache, { recursive: true });
  const config = path.join(cache, 'unused.tsconfig.json');
  writeFileSync(config, JSON.stringify(configuration()));
  const analyse = (...flags) =>
    analyzeTsConfig(config, ['--allowUnusedTypes', `--excludePathsFromReport=${ENTRIES.join(';')}`, ...flags]).unusedExports;

  const all = namesOf(analyse());
  const notTakenAtDoors = new Set(all.filter(({ file }) => DOOR.test(file)).map(({ file, name }) => `${projectOf(file)}:${name}`));
  const notTaken = new Set(all.map(({ file, name }) => `${file}:${name}`));
  const withoutDoors = namesOf(analyse('--ignoreFiles=/index\\.ts$'));
  const dead = withoutDoors.filter(
    ({ file, name }) => notTaken.has(`${file}:${name}`) || notTakenAtDoors.has(`${projectOf(file)}:${name}`),
  );
  return [...Map.groupBy(dead, ({ file }) => file)].map(
    ([file, names]) => `${path.relative(root, file)}: ${names.map(({ name }) => name).join(', ')}`,
  );
}

const DOOR = /\/index\.ts$/;
const projectOf = (file) => path.relative(root, file).split('/').slice(0, 2).join('/');
const namesOf = (found) => Object.entries(found).flatMap(([file, names]) => names.map(({ exportName }) => ({ file, name: exportName })));

function configuration() {
  const include = ['apps/*/src/**/*.ts', 'apps/*/src/**/*.tsx', 'libs/*/src/**/*.ts', 'libs/*/src/**/*.tsx', 'test/**/*.ts'];
  return {
    extends: path.join(root, 'test/tsconfig.json'),
    compilerOptions: {
      baseUrl: root,
      paths: { '@habilis/test/*': ['test/support/*'], ...Object.assign({}, ...['libs', 'apps'].map(doorsOf)) },
    },
    include: include.map((each) => path.join(root, each)),
  };
}

function doorsOf(folder) {
  const packages = readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
  return Object.fromEntries(
    packages.flatMap((place) => {
      const { name, exports = {} } = JSON.parse(readFileSync(path.join(root, place, 'package.json'), 'utf8'));
      const sources = Object.entries(exports).filter(([, to]) => to['@habilis/source']);
      return sources.map(([door, to]) => [path.posix.join(name, door), [path.join(place, to['@habilis/source']).replace(/\.tsx?$/, '')]]);
    }),
  );
}

const found = unusedExports();
if (found.length > 0) console.log(`Exported, and needed by nobody outside its file:\n${found.map((line) => `  ${line}`).join('\n')}`);
process.exit(found.length > 0 ? 1 : 0);
