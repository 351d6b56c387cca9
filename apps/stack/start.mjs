/**
 * `npm start` and `npm run dev`: brings the machine to where the product can run, builds what changed, hands over.
 *
 * Plain JavaScript that an old Node can read: the stack itself runs under the project's own Node.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildConsole, buildServers, bundleService } from './build.mjs';
import { ensureInstalled, nodeBinary, root } from './setup.mjs';

const watch = process.argv.includes('--watch');

try {
  ensureInstalled();
  if (!watch) {
    buildServers();
    bundleService();
  }
  buildConsole();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const hooks = path.join(root, 'apps/stack/hooks.mjs');
const program = watch
  ? ['--conditions=@habilis/source', '--import', hooks, path.join(root, 'apps/stack/src/main.ts'), '--watch']
  : [path.join(root, 'apps/stack/dist/main.js')];

const env = { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/habilis/compiled'), ...process.env };
const stack = spawn(nodeBinary(), ['--enable-source-maps', ...program], { cwd: root, stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stack.kill('SIGTERM'));
stack.on('exit', (code, signal) => process.exit(signal ? 1 : code));
