import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The console is static files under `/console/`: one script, one style sheet, nothing inline and nothing from
 * elsewhere, so that the strictest content policy lets all of it through.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { port: 4406, proxy: { '/api': 'http://localhost:4400', '/session': 'http://localhost:4400' } },
});
