import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEVELOPMENT_KEY } from '@habilis/settings';

/**
 * The keys of this machine's stack, made once and kept readable by their owner only.
 *
 * Their names say what they are, and production refuses them.
 */
export function developmentSecrets(data: string): Record<string, string> {
  const file = path.join(data, 'secrets.json');
  const made = {
    HABILIS_SEAL_KEYS: `${DEVELOPMENT_KEY}:${random()}`,
    HABILIS_COOKIE_KEYS: `${DEVELOPMENT_KEY}:${random()}`,
    HABILIS_PEPPER: `${DEVELOPMENT_KEY}-${random()}`,
  };
  try {
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  }
}

const random = () => randomBytes(33).toString('base64url');
