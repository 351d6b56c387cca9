import { readEnvironment, SERVICE, SettingsError, STACK } from '@habilis/settings';
import { startIam } from './application.ts';

try {
  const app = await startIam(readEnvironment(SERVICE, process.env, [STACK]));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void app.stop().then(() => process.exit(0), fail));
  }
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
}
