import { deepJson, wildTexts } from './wild-values.ts';

/** So deep that whatever recurses without a limit runs out of stack. */
export const tooDeep = 100_000;

/** What may stand in a query, a header, a label, a form or an element, whatever the model wants there. */
export const rawTexts: readonly string[] = [
  ...wildTexts.filter((text) => text.length < 5000),
  '-0',
  '1e308',
  '0x10',
  '1.5',
  'null',
  'true',
  'Infinity',
  '-Infinity',
  '2147483648',
  '9007199254740993',
  '2026-13-45T99:99:99Z',
  'Fri, 31 Feb 2026 25:61:61 GMT',
  '8640000000001',
  '-1e300',
  'bytes=',
  'bytes=-',
  'bytes=-0',
  'bytes=9-1',
  'bytes=0-1e400',
  `bytes=${'9'.repeat(400)}-`,
  'bytes=0-0,2-3,9-',
  `bytes=${'0-0,'.repeat(3000)}0-0`,
  'items=0-1',
];

/** JSON of the wrong type, of no sense, or of none at all. */
export const rawJson: readonly string[] = [
  ...['null', '{}', '[]', '[null]', '[[]]', '{"a":null}', '{"__proto__":{"a":1}}', '""', '"x"', '"-1"', '"NaN"'],
  ...['1', '-1', '-0', '0.5', '1e400', '-1e400', '1e308', '9'.repeat(400), 'true', '"true"', '"\\ud800"'],
  ...['8640000000001', '-1e300', '"2026-13-45T99:99:99Z"', '"+275760-09-13T00:00:00.001Z"', '{', '', '"'],
  `"${'x'.repeat(100_000)}"`,
  `${'['.repeat(tooDeep)}${']'.repeat(tooDeep)}`,
  deepJson(tooDeep / 2),
  deepJson(60),
];

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** CBOR likewise: https://www.rfc-editor.org/rfc/rfc8949 */
export const rawCbor: readonly Buffer[] = [
  ...['f6', 'f7', 'f5', '80', '81f6', '8180', 'a0', 'a16161f6', '60', '6178', '40', '20', '00', 'ff', ''].map(hex),
  // NaN, both infinities, 1e308, the largest integers of 64 bits.
  ...['fb7ff8000000000000', 'fb7ff0000000000000', 'fbfff0000000000000', 'fb7fe1ccf385ebc8a0'].map(hex),
  ...['1bffffffffffffffff', '3bffffffffffffffff', 'c249ffffffffffffffffff', `c25901f4${'ff'.repeat(500)}`].map(hex),
  // Dates: NaN, infinite, beyond what there is, of text.
  ...['c1fb7ff8000000000000', 'c1fb7ff0000000000000', 'c1fb7fe1ccf385ebc8a0', 'c11bffffffffffffffff', 'c16178'].map(
    hex,
  ),
  // Lengths that nothing has, and lists without an end.
  ...['9bffffffffffffffff', 'bbffffffffffffffff', '7bffffffffffffffff', '9f', 'bf', '7f'].map(hex),
  Buffer.alloc(tooDeep, 0x81),
  Buffer.alloc(tooDeep, 0x9f),
  Buffer.alloc(tooDeep, 0xc1),
];

/** What may stand between two tags. */
export const rawXml: readonly string[] = [
  ...[
    '<a/>',
    '<a>1</a>',
    '&x;',
    '&#0;',
    '&#x110000;',
    '<![CDATA[',
    '<![CDATA[1]]>',
    '<!--',
    '</',
    '<b',
    '<?a',
    '\u0000',
  ],
  `${'<a>'.repeat(tooDeep)}${'</a>'.repeat(tooDeep)}`,
  '<a>'.repeat(tooDeep),
  `<a ${'b="c" '.repeat(1000)}`,
];
