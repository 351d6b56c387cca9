import path from 'node:path';
import { ROOT } from './process.ts';

/** From sources where nothing was built: `BENCH_SOURCES=1`. Start and memory are then those of the compiler as well. */
const sources = process.env['BENCH_SOURCES'] === '1';

/** What Node runs for an application: the build, as `npm start` does. */
export function programOf(app: 'iam' | 'simulator'): string[] {
  if (!sources) return ['--enable-source-maps', path.join(ROOT, `apps/${app}/dist/main.js`)];
  return ['--conditions=@habilis/source', '--import', path.join(ROOT, 'apps/stack/hooks.mjs'), path.join(ROOT, `apps/${app}/src/main.ts`)];
}
