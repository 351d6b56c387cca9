/** Where an address is, as far as it says so itself: nobody is asked, and the address is not kept. */
export type NetworkKind = 'this-machine' | 'internal' | 'internet';

// prettier-ignore
const KINDS: readonly (readonly [RegExp, NetworkKind])[] = [
  [/^(127\.|::1$)/,                                                            'this-machine'],
  [/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i, 'internal'],
];

/** @param address IPv4 or IPv6, as the connection or a trusted proxy tells it @source RFC6890 */
export function networkKind(address: string): NetworkKind {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return KINDS.find(([pattern]) => pattern.test(plain))?.[1] ?? 'internet';
}
