import { networkKind } from './network-kind.ts';

describe('where an address is', () => {
  it.each([
    ['127.0.0.1', 'this-machine'],
    ['::1', 'this-machine'],
    ['::ffff:127.0.0.1', 'this-machine'],
    ['10.4.0.9', 'internal'],
    ['172.16.0.1', 'internal'],
    ['172.32.0.1', 'internet'],
    ['192.168.1.20', 'internal'],
    ['fd12:3456::1', 'internal'],
    ['fe80::1', 'internal'],
    ['2001:db8::1', 'internet'],
    ['203.0.113.9', 'internet'],
    ['', 'internet'],
  ])('%j is %s', (address, kind) => expect(networkKind(address)).toBe(kind));
});
