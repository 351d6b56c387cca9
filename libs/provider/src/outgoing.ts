import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, fetch as undiciFetch } from 'undici';

/** Networks that are not the Internet: nothing is sent there unless the operator lists it. @source RFC6890 */
// prettier-ignore
const SPECIAL = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24',
  '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/128', '::1/128', '64:ff9b::/96', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8',
];

/** Whether an address may be called: the Internet, and what the operator lists. */
export function addressFilter(allowed: readonly string[]): (address: string) => boolean {
  const [special, listed] = [listOf(SPECIAL), listOf(allowed)];
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    return isIP(plain) !== 0 && (!special.check(plain, family) || listed.check(plain, family));
  };
}

/**
 * Calls portals, on the networks that the operator lists too, and nowhere else inside.
 *
 * The address is judged where it is resolved and used, so that a name cannot change between. The engine's own
 * guard refuses every private address, which is where portals of a hospital are. Redirects are not followed.
 */
export function outgoing(allowed: readonly string[]): typeof fetch {
  const may = addressFilter(allowed);
  const judged: LookupFunction = (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const open = addresses.filter(({ address }) => may(address));
      const first = open[0];
      if (!first) return done(refused(hostname), '', 0);
      if (options.all) (done as unknown as (e: null, all: typeof open) => void)(null, open);
      else done(null, first.address, first.family);
    });
  // No connection is kept: sign-outs are rare, and an idle socket would keep the process.
  const dispatcher = new Agent({ pipelining: 0, connect: { lookup: judged, timeout: 2_500 } });
  return (async (input: URL | string, { dispatcher: _theirs, ...init }: RequestInit & { dispatcher?: unknown } = {}) => {
    const { hostname } = new URL(input);
    const literal = hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !may(literal)) throw refused(hostname);
    const headers = Object.fromEntries(new Headers(init.headers));
    return undiciFetch(input, { ...init, headers, redirect: 'manual', dispatcher } as Parameters<typeof undiciFetch>[1]);
  }) as unknown as typeof fetch;
}

const refused = (host: string) => new Error(`${host} is on a private network that HABILIS_BACKCHANNEL_NETWORKS does not list`);

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}
