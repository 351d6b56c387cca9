import './leash.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SettingsError } from '@habilis/settings';
import { planOf, root } from './plan.ts';
import { Obstacle } from './preflight.ts';
import { Stack } from './stack.ts';
import { PartEnded } from './supervisor.ts';
import { welcome } from './welcome.ts';

const dotEnv = path.join(root, '.env');
if (existsSync(dotEnv)) process.loadEnvFile(dotEnv);
const watch = process.argv.includes('--watch');

let stopping = false;
let stack: Stack | undefined;

async function end(code: number, message?: string): Promise<void> {
  if (message) console.error(`\n${message}\n`);
  if (stopping) return;
  stopping = true;
  await stack?.stop().catch((error: unknown) => console.error(error));
  if (code === 0) console.log('Habilis est arrêté.');
  process.exit(code);
}

const ended = (error: PartEnded) => (watch ? console.error(`\n${error.message}\n`) : void end(1, error.message));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  const plan = planOf(process.env);
  stack = new Stack(plan, watch, ended);
  await stack.start();
  if (!stopping) console.log(welcome(plan, process.uptime(), watch));
} catch (error) {
  const expected = error instanceof SettingsError || error instanceof Obstacle || error instanceof PartEnded;
  await end(1, expected ? error.message : String((error as Error).stack));
}
