/**
 * Runs TypeScript sources without a build, for `npm run dev`.
 *
 * `node --conditions=@habilis/source --import ./apps/stack/hooks.mjs file.ts`
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks, setSourceMapsSupport } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

setSourceMapsSupport(true, { nodeModules: false }); // the maps of packages are many, and read at once

/** As tsconfig.base.json compiles: old decorators, no emitted metadata, assignments in the constructor. */
const optionsFor = (filename) => ({
  filename,
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', tsx: filename.endsWith('x'), decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false, react: { runtime: 'automatic' } },
  },
});

const require = createRequire(import.meta.url);
const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/habilis/sources');
const version = `${require('@swc/core/package.json').version}\0${JSON.stringify(optionsFor(''))}`;
mkdirSync(cache, { recursive: true });
enableCompileCache(path.resolve(cache, '../compiled'));

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\.tsx?$/.test(url) || url.includes('/node_modules/')) return next(url, context);
    return { format: 'module', shortCircuit: true, source: compiled(fileURLToPath(url)) };
  },
});

/** A source that has not changed since the last run is not compiled again, nor the compiler loaded. */
function compiled(filename) {
  const text = readFileSync(filename, 'utf8');
  const kept = path.join(cache, `${createHash('sha256').update(`${version}\0${filename}\0${text}`).digest('hex')}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(text, optionsFor(filename));
    writeFileSync(`${kept}.${process.pid}`, code); // a process that starts at the same time sees all of it or nothing
    renameSync(`${kept}.${process.pid}`, kept);
    return code;
  }
}
