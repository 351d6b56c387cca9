import './drawn-as-in-production.ts';
import { readEnvironment, SERVICE, STACK, type Environment } from '@habilis/settings';
import { startIam } from './application.ts';
import { appointAdministrator } from './commands/appoint-administrator.ts';
import { checkPolicy } from './commands/check-policy.ts';
import { importPasswords } from './commands/import-passwords.ts';
import { inviteAdministrator } from './commands/invite-administrator.ts';
import { inWords } from './commands/misuse.ts';
import { rotateKeys } from './commands/rotate-keys.ts';

/** What `node apps/iam/dist/main.js <command>` does; without one, the service starts. */
const COMMANDS: Readonly<Record<string, (env: Environment, given: readonly string[]) => Promise<void>>> = {
  serve,
  'rotate-keys': rotateKeys,
  'invite-administrator': inviteAdministrator,
  'appoint-administrator': appointAdministrator,
  'import-passwords': importPasswords,
};

/** Commands that read files and need no environment. */
const OFFLINE: Readonly<Record<string, (config: string) => void>> = { 'check-policy': checkPolicy };

const name = process.argv[2] ?? 'serve';
const command = COMMANDS[name];
const offline = OFFLINE[name];
if (offline) offline(process.env['HABILIS_CONFIG'] || './config');
else if (command) await command(readEnvironmentOrFail(), process.argv.slice(3)).catch(fail);
else fail(`Commande inconnue : ${name}. Commandes : ${Object.keys({ ...COMMANDS, ...OFFLINE }).join(', ')}.`);

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
  console.error(inWords(error));
  process.exit(1);
}
