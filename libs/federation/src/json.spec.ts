import fc from 'fast-check';
import { readJsonObject } from './json.ts';
import { at, textAt } from './pointer.ts';

describe('a JSON object from outside', () => {
  it('is read when it is safe to read', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 })), (value) => {
        fc.pre(!/"(__proto__|constructor|prototype)"/.test(JSON.stringify(value))); // dropped: a test of its own
        const text = JSON.stringify(value);
        expect(readJsonObject(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  // prettier-ignore
  it.each([
    ['a key given twice',                       '{"sub":"a","sub":"b"}'],
    ['a key given twice in two writings',       '{"sub":"a","s\\u0075b":"b"}'],
    ['a key given twice deep inside',           '{"a":[{"b":{"c":1,"c":2}}]}'],
    ['too many levels',                         `{"a":${'['.repeat(30)}${']'.repeat(30)}}`],
    ['far too many levels',                     `{"a":${'['.repeat(200_000)}`],
    ['a list',                                  '[{"sub":"a"}]'],
    ['a text',                                  '"sub"'],
    ['nothing',                                 ''],
    ['null',                                    'null'],
    ['two objects',                             '{"a":1}{"b":2}'],
    ['HTML',                                    '<!doctype html><p>{"sub":"a"}</p>'],
    ['an object cut short',                     '{"sub":"a'],
  ])('is refused with %s', (_what, text) => {
    expect(() => readJsonObject(text)).toThrow(SyntaxError);
  });

  it('takes braces and quotes inside texts for what they are', () => {
    expect(readJsonObject('{"a":"{\\"a\\":1,\\"a\\":2}[[[","b":"\\\\"}')).toEqual({ a: '{"a":1,"a":2}[[[', b: '\\' });
  });

  it('has the same key in two objects without harm', () => {
    expect(readJsonObject('{"a":{"x":1},"b":[{"x":1},{"x":2}]}')).toEqual({ a: { x: 1 }, b: [{ x: 1 }, { x: 2 }] });
  });

  it('loses the keys that could change our own objects', () => {
    const read = readJsonObject('{"a":1,"__proto__":{"isAdmin":true},"b":{"constructor":{"prototype":{"isAdmin":true}},"c":2}}');
    expect(JSON.stringify(read)).toBe('{"a":1,"b":{"c":2}}');
    expect(Object.keys(readJsonObject('{"\\u005f_proto__":{"isAdmin":true},"\\u0063onstructor":1,"a":1}'))).toEqual(['a']);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('a JSON pointer', () => {
  const document = { 'a/b': { 'm~n': ['x', 'y'] }, name: '  Zoé ' };

  it('leads to what a document holds itself', () => {
    expect([at(document, ''), at(document, '/a~1b/m~0n/1'), at(document, '/name/length'), at(document, '/toString')]).toEqual([
      document,
      'y',
      undefined,
      undefined,
    ]);
  });

  it('leads to a text, trimmed and bounded, or to an empty one', () => {
    expect([
      textAt(document, '/name'),
      textAt(document, '/a~1b'),
      textAt(document, undefined),
      textAt({ n: 'é'.repeat(300) }, '/n').length,
    ]).toEqual(['Zoé', '', '', 200]);
  });
});
