import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerCredentials } from './authority.ts';

/** A listener on loopback that is given its application once its own address is known. */
export interface Listener {
  readonly origin: string;
  serve(app: RequestListener): void;
  /** Changes the certificate shown from the next connection on. */
  present(credentials: ServerCredentials): void;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

export async function listen(port: number, credentials: ServerCredentials | undefined): Promise<Listener> {
  let app: RequestListener = (_req, res) => void res.writeHead(503).end();
  const handler: RequestListener = (req, res) => app(req, res);
  const server: Server | TlsServer = credentials
    ? createTlsServer({ ...credentials, requestCert: true, rejectUnauthorized: false }, handler)
    : createServer(handler);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, LOOPBACK, resolve));
  const { port: actual } = server.address() as AddressInfo;
  return {
    origin: `${credentials ? 'https' : 'http'}://localhost:${actual}`,
    serve: (given) => void (app = given),
    present: (other) => void (server as TlsServer).setSecureContext(other),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
