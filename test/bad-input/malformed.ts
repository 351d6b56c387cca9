import { gzipSync } from 'node:zlib';

/** A name for what is wrong, and what is sent. */
export type Bad<T> = readonly [string, T];

/** Texts that do harm where they are trusted. */
// prettier-ignore
export const POISONS: readonly Bad<string>[] = [
  ['a line break and a header', 'x\r\nX-Injected: yes\r\nSet-Cookie: injected=1'],
  ['markup',                    '"><script>alert(1)</script>'],
  ['a NUL',                     'x\u0000y'],
  ['half a character',          'x\ud800y'],
  ['a quote for a statement',   `x'; drop table account; --`],
  ['a prototype',               '__proto__'],
  ['ten thousand letters',      'x'.repeat(10_000)],
  ['nothing',                   ''],
  ['a template',                '{{constructor.constructor("return 1")()}}'],
];

/** Half a character cannot be written in an address or a form: it is JSON's own danger. */
export const isText = (text: string): boolean => !/[\ud800-\udfff]/.test(text);

/** The same, as they stand in an address, with what only an address can get wrong. */
export const POISONED_ADDRESS: readonly Bad<string>[] = [
  ...POISONS.filter(([, text]) => text !== '' && isText(text) && text.length < 1000).map(
    ([name, text]) => [name, encodeURIComponent(text)] as const,
  ),
  ['broken percent-encoding', '%E0%A4%A'],
  ['half an encoding', 'x%'],
  ['bytes that are no UTF-8', '%C3%28'],
  ['a way up', '..%2f..%2fetc%2fpasswd'],
];

/** Values no field of ours takes, whatever its type. */
const VALUES: readonly Bad<unknown>[] = [
  ...POISONS,
  ['a list', ['x']],
  ['an object', { $ne: null }],
  ['an operator of a query', { toString: 'x' }],
  ['a yes', true],
  ['a number that is none', -1],
  ['half a number', 1.5],
  ['a number too large', 9_007_199_254_740_993],
];

export interface Body {
  readonly type?: string;
  readonly encoding?: string;
  readonly bytes: string | Buffer;
}

const json = (bytes: string | Buffer): Body => ({ type: 'application/json', bytes });

/** A form that would be right, spoilt in every way; each differs from it by one thing. */
export function spoiltJson(right: Record<string, unknown>): Bad<Body>[] {
  const text = JSON.stringify(right);
  const fields = Object.keys(right).flatMap((field): Bad<Body>[] => [
    [`without ${field}`, json(JSON.stringify({ ...right, [field]: undefined }))],
    ...VALUES.filter(([, value]) => !isFitting(right[field], value)).map(([name, value]): Bad<Body> => [
      `${field} is ${name}`,
      json(JSON.stringify({ ...right, [field]: value })),
    ]),
    [`${field} has no end`, json(text.replace(JSON.stringify(right[field]), '1e999'))],
  ]);
  return [...fields, ...spoiltAsAWhole(right, text)];
}

/** An empty text or a yes may be right somewhere; a field that takes null takes nothing else of these. */
const isFitting = (right: unknown, value: unknown) => typeof right === 'boolean' && value === true;

function spoiltAsAWhole(right: Record<string, unknown>, text: string): Bad<Body>[] {
  return [
    ['an unknown field', json(JSON.stringify({ ...right, admin: true }))],
    ['a field that is markup', json(JSON.stringify({ ...right, '<script>': 1 }))],
    ['a prototype among the fields', json(text.replace('{', '{"__proto__":{"admin":true},'))],
    ['a constructor among the fields', json(text.replace('{', '{"constructor":{"prototype":{}},'))],
    ['a list of forms', json(`[${text}]`)],
    ['a text', json('"x"')],
    ['a number', json('1')],
    ['nothing at all', json('null')],
    ['an empty body', json('')],
    ['JSON cut short', json(text.slice(0, -2))],
    ['JSON twice', json(text + text)],
    ['JSON with a comma too many', json(text.replace('}', ',}'))],
    ['a thousand lists in one another', json('['.repeat(1000) + ']'.repeat(1000))],
    [
      'bytes that are no UTF-8',
      json(Buffer.concat([Buffer.from('{"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(`":1,${text.slice(1)}`)])),
    ],
    ['a body too large', json(JSON.stringify({ ...right, filler: 'x'.repeat(100_000) }))],
    ['a body that swells', { ...json(gzipSync(JSON.stringify({ ...right, filler: 'x'.repeat(1_000_000) }))), encoding: 'gzip' }],
    ['a body that is not packed as it says', { ...json(text), encoding: 'gzip' }],
    ['a packing nobody knows', { ...json(text), encoding: 'x-unknown' }],
    ['a charset nobody knows', { type: 'application/json; charset=x-unknown', bytes: text }],
    ['a text of no kind', { type: 'text/plain', bytes: text }],
    ['XML', { type: 'application/xml', bytes: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>' }],
    [
      'a form of many parts',
      { type: 'multipart/form-data; boundary=x', bytes: '--x\r\ncontent-disposition: form-data; name="why"\r\n\r\nreview\r\n--x--' },
    ],
    ['a kind that is none', { type: 'json', bytes: text }],
  ];
}

const form = (bytes: string | Buffer): Body => ({ type: 'application/x-www-form-urlencoded', bytes });

/** The same for a form as browsers and portals send it. */
export function spoiltForm(right: Record<string, string>): Bad<Body>[] {
  const text = new URLSearchParams(right).toString();
  const [first = 'x'] = Object.keys(right);
  const fields = Object.keys(right).flatMap((field): Bad<Body>[] => {
    const without = new URLSearchParams(Object.entries(right).filter(([name]) => name !== field)).toString();
    return [
      [`without ${field}`, form(without)],
      [`${field} twice`, form(`${text}&${field}=other`)],
      ...POISONS.filter(([, poison]) => isText(poison)).map(([name, poison]): Bad<Body> => [
        `${field} is ${name}`,
        form(`${without}&${field}=${encodeURIComponent(poison)}`),
      ]),
      [`${field} as a list`, form(`${without}&${field}[]=x`)],
      [`${field} is bytes that are no UTF-8`, form(`${without}&${field}=%C3%28`)],
    ];
  });
  return [
    ...fields,
    ['an empty body', form('')],
    ['a body too large', form(`${text}&filler=${'x'.repeat(200_000)}`)],
    ['a thousand fields', form(`${text}&${Array.from({ length: 1000 }, (_, n) => `f${n}=1`).join('&')}`)],
    ['a text of no kind', { type: 'text/plain', bytes: text }],
    ['JSON', { type: 'application/json', bytes: JSON.stringify(right) }],
    ['JSON cut short', { type: 'application/json', bytes: '{' }],
    [
      'a form of many parts',
      { type: 'multipart/form-data; boundary=x', bytes: `--x\r\ncontent-disposition: form-data; name="${first}"\r\n\r\nx\r\n--x--` },
    ],
    ['a packing nobody knows', { ...form(text), encoding: 'x-unknown' }],
    ['a body that is not packed as it says', { ...form(text), encoding: 'gzip' }],
    ['a charset nobody knows', { type: 'application/x-www-form-urlencoded; charset=x-unknown', bytes: text }],
  ];
}
