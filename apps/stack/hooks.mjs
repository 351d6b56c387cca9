/**
 * Runs TypeScript sources without a build, for `npm run dev`.
 *
 * `node --conditions=@habilis/source --import ./apps/stack/hooks.mjs file.ts`
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

process.setSourceMapsEnabled(true);

/** As tsconfig.base.json compiles: old decorators, no emitted metadata, assignments in the constructor. */
const swc = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false, react: { runtime: 'automatic' } },
  },
};

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\.tsx?$/.test(url) || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const parser = { ...swc.jsc.parser, tsx: filename.endsWith('x') };
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swc, jsc: { ...swc.jsc, parser }, filename });
    return { format: 'module', shortCircuit: true, source: code };
  },
});
