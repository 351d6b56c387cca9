import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

type Answering = (response: ServerResponse, body: string, request: IncomingMessage) => void;

/** Answers with an object, as JSON. */
export const json =
  (answer: unknown, status = 200): Answering =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));

/** What stands for Habilis where the answers must be strange: each address answers what the test says. */
export class AHabilis {
  issuer = '';
  readonly asked: { path: string; body: string; authorization: string | undefined }[] = [];
  readonly answers: Record<string, Answering> = {};
  #server!: Server;
  #key!: CryptoKey;

  async start(port = 0): Promise<this> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    this.#key = privateKey;
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
    this.#server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const addresses = {
      introspection_endpoint: `${this.issuer}/introspect`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
    };
    Object.assign(this.answers, {
      '/.well-known/openid-configuration': json({ issuer: this.issuer, ...addresses }),
      '/introspect': json(this.active()),
      '/token': json({ access_token: 'own', expires_in: 300 }),
      '/jwks': json({ keys: [jwk] }),
      '/access/v1/evaluation': json({ decision: true, context: { epoch: 'one' } }),
    });
    return this;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** What introspection says of a good token. */
  active(change: object = {}): object {
    return {
      active: true,
      sub: 'acc-nadia',
      client_id: 'dossiers',
      token_type: 'Bearer',
      iss: this.issuer,
      acr: 'eidas2',
      auth_time: seconds(),
      ...change,
    };
  }

  calls(path: string): number {
    return this.asked.filter((each) => each.path === path).length;
  }

  sign(claims: Record<string, unknown>, typ: string, key: CryptoKey = this.#key): Promise<string> {
    const token = { iss: this.issuer, iat: seconds(), jti: 'j', ...claims };
    return new SignJWT(token).setProtectedHeader({ alg: 'ES256', kid: 'k', typ }).sign(key);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const path = request.url!;
    this.asked.push({ path, body, authorization: request.headers.authorization });
    (this.answers[path] ?? ((absent) => absent.writeHead(404).end()))(response, body, request);
  }
}

const seconds = () => Math.floor(Date.now() / 1000);
