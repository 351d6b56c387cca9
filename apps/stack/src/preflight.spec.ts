import { spawn } from 'node:child_process';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DEVELOPMENT_KEY } from '@habilis/settings';
import { partsOf, planOf } from './plan.ts';
import { clearTheWay } from './preflight.ts';
import { developmentSecrets } from './secrets.ts';

const PORTS = ['PORT', 'PSC_PORT', 'WALLET_PORT', 'ENRS_PORT', 'PORTAL_PORT', 'MAIL_PORT', 'SMTP_PORT'];

describe('before the stack starts', () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'habilis-stack-'));
  const env = { HABILIS_DATA: data, ...Object.fromEntries(PORTS.map((name, i) => [name, String(24_400 + i)])) };
  const plan = planOf(env);

  it('addresses follow a port that was moved, and what the person set wins', () => {
    expect(plan.env).toMatchObject({
      HABILIS_ISSUER: 'http://localhost:24400',
      SIMULATOR_IAM_ORIGINS: 'http://localhost:24400',
      HABILIS_PSC_ISSUER: expect.stringContaining(':24401/'),
      HABILIS_PSC_WALLET: 'http://localhost:24402',
      HABILIS_ENRS_ISSUER: expect.stringContaining(':24403/'),
    });
    expect(planOf({ ...env, HABILIS_SEED: '0', HABILIS_ISSUER: 'http://habilis.test' }).env).toMatchObject({
      HABILIS_SEED: '0',
      HABILIS_ISSUER: 'http://habilis.test',
      SIMULATOR_IAM_ORIGINS: 'http://habilis.test',
    });
  });

  it('only the service is given the secrets and the database', () => {
    const { simulator, iam, portal } = partsOf(plan, false);
    const parts = [simulator, iam('postgres://x', { HABILIS_PEPPER: 'p' }), portal];
    const knowing = parts.filter((part) => 'HABILIS_PEPPER' in part.env || 'DATABASE_URL' in part.env);
    expect(knowing.map(({ id }) => id)).toEqual(['iam']);
  });

  it('a port that is taken is named, with the variable that moves it', async () => {
    const other = net.createServer().listen(24_402, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(clearTheWay(plan, env)).rejects.toThrow(/24402 est déjà pris.*WALLET_PORT=/s);
    await new Promise((resolve) => other.close(resolve));
  });

  it('a stack that already runs is named; one that was killed is not in the way', async () => {
    const running = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)', 'apps/stack/dist/main.js']);
    writeFileSync(path.join(data, 'stack.pid'), String(running.pid));
    await expect(clearTheWay(plan, env)).rejects.toThrow(`processus ${running.pid}`);
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
    const lock = await clearTheWay(plan, env);
    lock.release();
  });

  it('production is refused', async () => {
    await expect(clearTheWay(plan, { ...env, NODE_ENV: 'production' })).rejects.toThrow('docs/operators.md');
  });

  it('the secrets of this machine are made once, for their owner only, and say what they are', () => {
    const made = developmentSecrets(data);
    expect(developmentSecrets(data)).toEqual(made);
    expect(statSync(path.join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    for (const secret of Object.values(made)) expect(secret.startsWith(DEVELOPMENT_KEY)).toBe(true);
  });
});
