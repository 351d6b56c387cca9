import { rmSync } from 'node:fs';

export default async function () {
  globalThis.testServer.stop();
  rmSync(globalThis.testServer.directory, { recursive: true, force: true });
}
