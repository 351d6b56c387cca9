import path from 'node:path';
import { ROOT } from './process.ts';

/** From sources where nothing was built: `BENCH_SOURCES=1`. Start and memory are then those of the compiler as well. */
const sources = process.env['BENCH_SOURCES'] === '1';

/** Where to write a profile of what the processor did, for Chromium's tools: `BENCH_PROFILE=/tmp/profile`. */
const profile = process.env['BENCH_PROFILE'];

/** What Node runs for an application: the build, as `npm start` does. */
export function programOf(app: 'iam' | 'simulator'): string[] {
  const profiled = app === 'iam' && profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  if (!sources) return ['--enable-source-maps', ...profiled, path.join(ROOT, `apps/${app}/dist/main.js`)];
  return [
    ...profiled,
    '--conditions=@habilis/source',
    '--import',
    path.join(ROOT, 'apps/stack/hooks.mjs'),
    path.join(ROOT, `apps/${app}/src/main.ts`),
  ];
}
