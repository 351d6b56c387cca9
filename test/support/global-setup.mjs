import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../../libs/database/src/embedded.ts';

/** One PostgreSQL for the whole run, on a socket of its own. */
export default async function () {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habilis-test-'));
  chmodSync(directory, 0o755);
  const server = startEmbedded({ directory: path.join(directory, 'pg'), volatile: true });
  process.env.TEST_DATABASE_URL = server.url();
  globalThis.testServer = { ...server, directory };
}
