import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressFilter, outgoing } from './outgoing.ts';

describe('calls to portals', () => {
  it.each([
    ['93.184.216.34', [], true],
    ['2606:2800:220:1::1', [], true],
    ['10.1.2.3', [], false],
    ['10.1.2.3', ['10.1.0.0/16'], true],
    ['10.2.2.3', ['10.1.0.0/16'], false],
    ['127.0.0.1', [], false],
    ['169.254.169.254', ['10.0.0.0/8'], false],
    ['::1', [], false],
    ['::ffff:10.1.2.3', [], false],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['fd00::1', ['fd00::/8'], true],
    ['fe80::1', [], false],
    ['not an address', [], false],
  ])('to %s with %j listed: %s', (address, listed, may) => expect(addressFilter(listed)(address)).toBe(may));

  it('judge the address a name leads to, and follow no redirect', async () => {
    const server = createServer((_req, res) => void res.writeHead(302, { location: 'http://169.254.169.254/' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const [shut, open] = [outgoing([]), outgoing(['127.0.0.0/8', '::1/128'])];
    for (const host of ['localhost', '127.0.0.1', '2130706433', '0x7f.1']) await expect(shut(`http://${host}:${port}/`)).rejects.toThrow();
    expect((await open(`http://127.0.0.1:${port}/`, { method: 'POST' })).status).toBe(302);
    await new Promise((resolve) => server.close(resolve));
  });
});
