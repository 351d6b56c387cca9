import { readEnvironment, SERVICE, SettingsError, STACK, type Environment } from '@habilis/settings';
import { startIam } from './application.ts';
import { rotateKeys } from './commands/rotate-keys.ts';

/** What `node apps/iam/dist/main.js <command>` does; without one, the service starts. */
const COMMANDS: Readonly<Record<string, (env: Environment) => Promise<void>>> = { serve, 'rotate-keys': rotateKeys };

const name = process.argv[2] ?? 'serve';
const command = COMMANDS[name];
if (!command) fail(`Commande inconnue : ${name}. Commandes : ${Object.keys(COMMANDS).join(', ')}.`);
await command(readEnvironmentOrFail()).catch(fail);

async function serve(env: Environment): Promise<void> {
  const app = await startIam(env);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void app.stop().then(() => process.exit(0), fail));
  }
}

function readEnvironmentOrFail(): Environment {
  try {
    return readEnvironment(SERVICE, process.env, [STACK]);
  } catch (error) {
    return fail(error);
  }
}

function fail(error: unknown): never {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
}
