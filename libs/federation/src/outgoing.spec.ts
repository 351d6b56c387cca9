import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { FixedClock } from '@habilis/database/testing';
import { jsonOf, Outgoing } from './outgoing.ts';

/** What comes back, whatever was asked for: machines between an upstream and us pack what they like. */
let given: { readonly packing?: string; readonly body: Buffer };
let server: Server;
let origin: string;
let outgoing: Outgoing;

beforeAll(async () => {
  server = createServer((_request, response) => {
    if (given.packing) response.setHeader('content-encoding', given.packing);
    response.setHeader('content-type', 'application/json').end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  outgoing = new Outgoing(new Set([origin]), {}, new FixedClock('2026-03-02T08:00:00Z'));
});
afterAll(async () => {
  await outgoing.close();
  server.close();
});

const SAID = { sub: 'f:550dc1c8:899700218896' };
const text = Buffer.from(JSON.stringify(SAID));
const ask = async () => jsonOf(await outgoing.call(`${origin}/userinfo`));
const refusedFor = (cause: string) => expect.objectContaining({ code: 'upstream.answer-refused', details: { cause } });

describe('an answer of an upstream', () => {
  it.each([
    ['as it is', { body: text }],
    ['packed by gzip', { packing: 'gzip', body: gzipSync(text) }],
    ['packed by deflate', { packing: 'deflate', body: deflateSync(text) }],
    ['packed by brotli', { packing: 'br', body: brotliCompressSync(text) }],
  ])('is read %s', async (_how, answer) => {
    given = answer;
    expect(await ask()).toEqual(SAID);
  });

  it('is refused once unpacked past what is read of any, and when nobody here unpacks it', async () => {
    given = { packing: 'gzip', body: gzipSync(Buffer.alloc(50_000_000, 'a')) };
    await expect(ask()).rejects.toEqual(refusedFor('too-long'));
    given = { packing: 'zstd', body: text };
    await expect(ask()).rejects.toEqual(refusedFor('packing'));
    given = { packing: 'gzip', body: text };
    await expect(ask()).rejects.toEqual(refusedFor('packing'));
  });
});
