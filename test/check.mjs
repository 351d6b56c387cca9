/**
 * `npm run check`: what can be said about the code without running it. `-- --write` mends what can be mended by itself.
 *
 * Every check is run, also after one has failed; the last lines say which did.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, nodeBinary, root } from '../apps/stack/setup.mjs';

const write = process.argv.includes('--write');
const inModules = (file) => path.join('node_modules', file);
const cache = (tool) => path.join('node_modules/.cache/habilis', tool);
const TSC = inModules('tsc7/bin/tsc');
const SOURCES = ['libs', 'apps', 'test'];

// prettier-ignore
const CHECKS = [
  ['types',          [TSC, '-b', 'apps/iam', 'apps/portal', 'apps/simulator', 'apps/stack']],
  ['types of tests', [TSC, '-p', 'test', '--noEmit']],
  ['generated',      ['--conditions=@habilis/source', '--import', './apps/stack/hooks.mjs', 'test/rules/generated.ts', ...(write ? ['--write'] : [])]],
  ['format',         [inModules('prettier/bin/prettier.cjs'), write ? '--write' : '--check', '--log-level=warn', '--cache', '--cache-location', cache('prettier'), '.']],
  ['lint',           [inModules('eslint/bin/eslint.js'), '--config', 'test/rules/eslint.config.mjs', '--max-warnings=0', '--cache', '--cache-location', cache('eslint'), ...(write ? ['--fix'] : []), ...SOURCES]],
  ['imports',        [inModules('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', 'test/rules/floors.cjs', ...SOURCES]],
  ['unused',         ['test/rules/unused.mjs']],
];

ensureInstalled();
const failed = CHECKS.filter(([name, args]) => {
  const from = Date.now();
  const { status } = spawnSync(nodeBinary(), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  return status !== 0;
});
if (failed.length > 0) console.log(`\nto mend: ${failed.map(([name]) => name).join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
