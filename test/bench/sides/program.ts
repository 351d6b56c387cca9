import path from 'node:path';
import { ROOT } from './process.ts';

/** From sources where nothing was built: `BENCH_SOURCES=1`. Start and memory are then those of the compiler as well. */
const sources = process.env['BENCH_SOURCES'] === '1';

/** Folder for profiles of what the processor did, for Chromium's tools: `BENCH_PROFILE=/tmp/profile`. */
const profile = process.env['BENCH_PROFILE'];

/** @param side whose profile it is */
export const profiled = (side: string): string[] => (profile ? ['--cpu-prof', `--cpu-prof-dir=${path.join(profile, side)}`] : []);

/** What Node runs for an application: the build, as `npm start` does. */
export function programOf(app: 'iam' | 'simulator'): string[] {
  const flags = app === 'iam' ? profiled('habilis') : [];
  if (!sources) return ['--enable-source-maps', ...flags, path.join(ROOT, `apps/${app}/dist/${app === 'iam' ? 'bundle/' : ''}main.js`)];
  return [
    ...flags,
    '--conditions=@habilis/source',
    '--import',
    path.join(ROOT, 'apps/stack/hooks.mjs'),
    path.join(ROOT, `apps/${app}/src/main.ts`),
  ];
}
