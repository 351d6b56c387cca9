/** Where this portal is, where the service of identity is, and how the portal proves who it is. */
export interface Settings {
  /** As people and the service see it, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** The one address to know about Habilis: discovery gives the others. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The secret of development; the service refuses it in production. */
const DEVELOPMENT_SECRET = 'dossiers-development-secret-0123456789abcdef';

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env['PORTAL_PORT'] ?? 4404);
  return {
    port,
    origin: env['PORTAL_ORIGIN'] ?? `http://localhost:${port}`,
    issuer: env['HABILIS_ISSUER'] ?? 'http://localhost:4400',
    clientId: env['PORTAL_CLIENT_ID'] ?? 'dossiers',
    clientSecret: env['PORTAL_CLIENT_SECRET'] ?? DEVELOPMENT_SECRET,
  };
}
