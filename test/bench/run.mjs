/**
 * Measures the service beside its yardstick, in one run: `npm run bench`, or `npm run bench -- introspection`.
 *
 * Numbers are ratios of processor time on this machine, now: rates alone move threefold with neighbours. A goal that is
 * missed is said and fails nothing; what could not be measured does.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildServers, bundleService } from '../../apps/stack/build.mjs';
import { ensureInstalled, nodeBinary, root } from '../../apps/stack/setup.mjs';

try {
  ensureInstalled();
  if (process.env.BENCH_SOURCES !== '1') {
    buildServers();
    bundleService();
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const flags = ['--conditions=@habilis/source', '--import', path.join(root, 'apps/stack/hooks.mjs')];
const bench = [path.join(root, 'test/bench/main.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(nodeBinary(), [...flags, ...bench], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
