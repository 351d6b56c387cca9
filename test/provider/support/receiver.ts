import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import type { Site } from './site.ts';

/** A portal's door for logout tokens, which can be shut. */
export async function openReceiver() {
  const received: string[] = [];
  let answer = 200;
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => (body += part.toString()));
    req.on('end', () => {
      if (answer === 200) received.push(new URLSearchParams(body).get('logout_token') ?? '');
      res.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel`,
    answer: (status: number) => void (answer = status),
    /** Logout tokens meant for one portal, verified as a portal would. */
    tokens: (site: Site, audience: string): Promise<JWTPayload[]> => {
      const keys = createRemoteJWKSet(new URL(`${site.issuer}/jwks`));
      const expected = { issuer: site.issuer, audience, typ: 'logout+jwt' };
      const theirs = received.filter((token) => decodeJwt(token).aud === audience);
      return Promise.all(theirs.map(async (token) => (await jwtVerify(token, keys, expected)).payload));
    },
    count: () => received.length,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Waits for something that happens by itself, four seconds at most. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 160; n++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not happen');
}
