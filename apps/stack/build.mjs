/** Builds what changed since the last build, and nothing when nothing did. Plain JavaScript that an old Node can read. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, isBundled } from './built.mjs';
import { nodeBinary, root } from './setup.mjs';

const SERVERS = ['apps/iam', 'apps/portal', 'apps/simulator', 'apps/stack'];
const CONSOLE = path.join(root, 'apps/console');
/** What the console is made of: itself, and the look it shares with the pages of the service. */
const CONSOLE_SOURCES = ['apps/console', 'libs/pages/src', 'config/fr', 'config/en'];

/** The servers, by the incremental compiler: half a second when nothing changed. */
export function buildServers() {
  node('La compilation', [path.join(root, 'node_modules/tsc7/bin/tsc'), '-b', ...SERVERS], root);
}

/** The service in few files, which start sooner and are kept in less memory, when one of its own is not what it was made of. */
export function bundleService() {
  if (!isBundled()) node('La mise en un fichier du service', [path.join(root, 'apps/stack/bundle.mjs')], root);
}

/** The console's files, when one of their sources is not the one they were built from. */
export function buildConsole() {
  const config = readdirSync(CONSOLE).find((file) => file.startsWith('vite.config.'));
  if (!config) return;
  const mark = path.join(CONSOLE, 'dist/.built-from');
  const state = fingerprint(CONSOLE_SOURCES.flatMap((each) => filesOf(path.join(root, each))).map((file) => path.relative(root, file)));
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return;
  node('La construction de la console', [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], CONSOLE);
  writeFileSync(mark, state);
}

function node(what, args, cwd) {
  const { status, error } = spawnSync(nodeBinary(), args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error || status !== 0) throw new Error(`${what} a échoué${error ? ` : ${error.message}` : ' : voir ci-dessus.'}`);
}

function filesOf(place) {
  if (!existsSync(place)) return [];
  const inside = readdirSync(place, { withFileTypes: true }).filter(({ name }) => name !== 'dist' && name !== 'node_modules');
  return inside.flatMap((each) => (each.isDirectory() ? filesOf(path.join(place, each.name)) : [path.join(place, each.name)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildServers();
  bundleService();
  buildConsole();
}
