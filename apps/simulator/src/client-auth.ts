import { timingSafeEqual } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Request } from 'express';
import { Refused, text } from './answer.ts';
import type { Client } from './clients.ts';
import type { Upstream } from './upstream.ts';

const refuse = (why: string) => new Refused(401, 'invalid_client', why, { 'www-authenticate': 'Basic realm="simulateur"' });

/** Form-encoded, then joined by a colon, then in base64. @source RFC6749 */
function basic(req: Request): { id: string; secret: string } | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/iu.exec(req.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return { id: decode(id), secret: decode(rest.join(':')) };
  } catch {
    throw refuse('malformed Basic credentials');
  }
}

const same = (a: string, b: string) => Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function expectedSecret(upstream: Upstream, client: Client): string {
  const [rotated] = upstream.faults.take((fault) => fault === 'client-secret-rotated', {});
  return rotated ? (rotated.value ?? `${client.secret}-rotated`) : client.secret;
}

/** tls_client_auth: issued by the test authority, in its dates, and the common name is the client's id. */
function byCertificate(req: Request, client: Client): Client {
  const socket = req.socket as Partial<TLSSocket>;
  if (!socket.authorized) throw refuse(`client certificate refused: ${socket.authorizationError ?? 'none presented'}`);
  if (socket.getPeerCertificate?.().subject.CN !== client.id) throw refuse('the certificate is not that of this client');
  return client;
}

/**
 * The client that calls a back-channel endpoint.
 *
 * @throws Refused `invalid_client` (401), whatever is wrong
 */
export function authenticated(upstream: Upstream, req: Request): Client {
  const credentials = basic(req) ?? { id: text(req.body, 'client_id') ?? '', secret: text(req.body, 'client_secret') };
  const client = upstream.client(credentials.id);
  if (!client) throw refuse('unknown client');
  if (upstream.settings.clientAuth === 'mtls') return byCertificate(req, client);
  if (credentials.secret === undefined && (req.socket as Partial<TLSSocket>).authorized) return byCertificate(req, client);
  if (credentials.secret === undefined || !same(credentials.secret, expectedSecret(upstream, client)))
    throw refuse('Invalid client secret');
  return client;
}
