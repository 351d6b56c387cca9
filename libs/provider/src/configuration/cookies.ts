import type { Configuration } from 'oidc-provider';

/**
 * Cookies of the engine: signed, out of reach of scripts, tied to this host over https.
 *
 * `__Host-` wants the path `/`, which only the session has; the others are tied to one interaction's path.
 *
 * @param keys newest first: the first signs, all verify
 */
export function cookies(issuer: string, keys: readonly string[]): Configuration['cookies'] {
  const secure = issuer.startsWith('https:');
  const options = { httpOnly: true, sameSite: 'lax', signed: true, secure } as const;
  const bound = secure ? '__Secure-habilis' : 'habilis';
  return {
    keys: [...keys],
    names: { session: secure ? '__Host-habilis-sso' : 'habilis-sso', interaction: `${bound}-interaction`, resume: `${bound}-resume` },
    long: options,
    short: options,
  };
}
