import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Each file of text beside itself as browsers take it, packed once here instead of at each first visit. */
const packed: Plugin = {
  name: 'packed',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const [fileName, file] of Object.entries(bundle).filter(([name]) => /\.(js|css|svg)$/.test(name))) {
      const text = file.type === 'chunk' ? file.code : file.source;
      this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(text) });
      this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(text, { level: 9 }) });
    }
  },
};

/**
 * The console is static files under `/console/`: one script, one style sheet, nothing inline and nothing from
 * elsewhere, so that the strictest content policy lets all of it through.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), packed],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { port: 4406, proxy: { '/api': 'http://localhost:4400', '/session': 'http://localhost:4400' } },
});
