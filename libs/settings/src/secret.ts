import { z } from 'zod';
import { SettingsError } from './settings-error.ts';

/**
 * A secret as settings files name it: by the variable that holds it, never by its value.
 *
 * `development` is used when the variable is not set, outside production only.
 */
export const secretReference = z.strictObject({
  env: z.string().regex(/^[A-Z][A-Z0-9_]*$/).describe('environment variable that holds the secret'), // prettier-ignore
  development: z.string().min(16).optional().describe('value used outside production when the variable is not set'),
});
export type SecretReference = z.infer<typeof secretReference>;

/** @throws SettingsError when the variable is not set, and in production when it still holds the development value */
export function revealSecret({ env: name, development }: SecretReference, env: NodeJS.ProcessEnv = process.env): string {
  const production = env['NODE_ENV'] === 'production';
  const value = env[name] || (production ? undefined : development);
  const wrong =
    value === undefined ? 'secret absent' : production && value === development ? 'valeur de développement en production' : undefined;
  if (wrong !== undefined || value === undefined) {
    const mend = `Définissez ${name} avec un secret d’au moins 32 caractères, par exemple : openssl rand -base64 36`;
    throw new SettingsError([{ where: 'environnement', line: null, path: name, wrong: wrong ?? 'secret absent', mend }]);
  }
  return value;
}
