import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../definition/json.ts';
import { checkPath, checkReferencePath } from './check-path.ts';
import { followPath } from './follow-path.ts';
import { parsePath } from './parse-path.ts';
import { PathFailure } from './path.ts';

const store = {
  book: [
    { category: 'reference', author: 'Nigel', price: 8.95 },
    { category: 'fiction', author: 'Evelyn', price: 12.99 },
    { category: 'fiction', author: 'Herman', price: 8.99, isbn: '0-553' },
    { category: 'fiction', author: 'Tolkien', price: 22.99, isbn: '0-395' },
  ],
  bicycle: { color: 'red', price: 19.95 },
  'with space': 1,
  'a.b': 2,
};

const follow = (text: string, input: Json = { store, max: 10 }): Json =>
  followPath(parsePath(text), { input, context: { Execution: { Id: 'e' } }, variables: { cart: { items: [1, 2] } } });

describe('a path', () => {
  test.each<[string, Json]>([
    ['$.max', 10],
    ["$['max']", 10],
    ['$.store.bicycle.color', 'red'],
    ['$["store"]["with space"]', 1],
    ["$.store['a.b']", 2],
    ['$.store.book[0].author', 'Nigel'],
    ['$.store.book[-1].author', 'Tolkien'],
    ["$.store.bicycle['color', 'price']", { color: 'red', price: 19.95 }],
    ['$$.Execution.Id', 'e'],
    ['$cart', { items: [1, 2] }],
    ['$cart.items[1]', 2],
  ])('%s answers the one value that it names', (text, expected) => {
    expect(follow(text)).toEqual(expected);
    expect(parsePath(text).isDefinite).toBe(true);
  });

  test.each<[string, Json]>([
    ['$.store.book[*].author', ['Nigel', 'Evelyn', 'Herman', 'Tolkien']],
    ['$.store.book[0,2].author', ['Nigel', 'Herman']],
    ['$.store.book[1:3].author', ['Evelyn', 'Herman']],
    ['$.store.book[:1].author', ['Nigel']],
    ['$.store.book[-2:].author', ['Herman', 'Tolkien']],
    ['$.store.book[9:].author', []],
    ['$.store.book[*].isbn', ['0-553', '0-395']],
    ['$.store.bicycle.*', ['red', 19.95]],
    ['$..isbn', ['0-553', '0-395']],
    ['$..price', [8.95, 12.99, 8.99, 22.99, 19.95]],
    ['$..book[0].author', ['Nigel']],
    ['$.store.book[?(@.isbn)].author', ['Herman', 'Tolkien']],
    ['$.store.book[?(!@.isbn)].author', ['Nigel', 'Evelyn']],
    ['$.store.book[?(@.price < $.max)].author', ['Nigel', 'Herman']],
    ["$.store.book[?(@.price > 8.95 && @.category == 'fiction')].author", ['Evelyn', 'Herman', 'Tolkien']],
    ["$.store.book[?((@.price<9 || @.price>20) && @['category']=='fiction')].author", ['Herman', 'Tolkien']],
    ['$.store.book[?(@.author =~ /t.*/i)].author', ['Tolkien']],
    ['$.store.book[?(@.author in [\'Nigel\', "Herman"])].price', [8.95, 8.99]],
    ['$.store.book[?(@.isbn == null)].author', []],
    ["$..[?(@.color == 'red')].price", [19.95]],
    ['$.store.book[?(@.price > 99)]', []],
    ['$cart.items[?(@ > 1)]', [2]],
  ])('%s answers the list of all that it finds', (text, expected) => {
    expect(follow(text)).toEqual(expected);
    expect(parsePath(text).isDefinite).toBe(false);
  });

  // Quoted in https://github.com/awsdocs/aws-step-functions-developer-guide/pull/5 and by users of AWS.
  test.each([
    ['$.list.length()', "Property ['length()'] not found in path $['list']"],
    ['$.nope', "No results for path: $['nope']"],
    ['$.nope.deep', "Missing property in path $['nope']"],
    ["$['object', 'list'].a", "Multi properties can only be used as path leafs: $['object', 'list']"],
    ['$.list[7]', "Index out of bounds when evaluating path $['list'][7]"],
    ['$.one[0]', 'Filter: [0] can only be applied to arrays. Current context is: 1'],
    ['$none', 'No results for path: $none'],
  ])('%s fails as AWS has it', (text, message) => {
    expect(() => follow(text, { list: [1], object: { a: 1 }, one: 1 })).toThrow(expect.objectContaining({ message }));
  });

  test('that would look at too many values is refused', () => {
    const nested = (depth: number): Json => (depth === 0 ? 1 : { a: nested(depth - 1), b: nested(depth - 1) });

    expect(() => follow('$..*..*..*..*..*..*', nested(12))).toThrow('too many values');
  });

  test('whose pattern would not end is refused', () => {
    expect(() => follow('$[?(@.a =~ /(a+)+b/)]', [{ a: 'a'.repeat(40) }])).toThrow('takes too long');
  });

  test('finds members that are called like those of every object', () => {
    expect(() => follow('$.constructor', {})).toThrow('No results');
    expect(follow('$.__proto__', JSON.parse('{"__proto__":1}') as Json)).toBe(1);
  });
});

describe('a check', () => {
  test.each([
    '',
    'a',
    '$.',
    '$.a.',
    '$[',
    "$['a",
    '$.a[b]',
    '$[?(@.a ==)]',
    '$[?(@.a)',
    '$.a b',
    '@.a',
    '$[1:2:3]',
    '$[-]',
  ])('refuses %j as a path', (text) => {
    expect(checkPath(text)).toBeTypeOf('string');
    expect(checkReferencePath(text)).toBeTypeOf('string');
  });

  test.each(['$', '$.a', "$['a'].b[0]", '$$.Map.Item.Value', '$name.a-b', '$.größe'])(
    'takes %j as a reference path',
    (text) => {
      expect(checkPath(text)).toBeUndefined();
      expect(checkReferencePath(text)).toBeUndefined();
    },
  );

  test.each(['$.a[*]', '$..a', '$.a[0,1]', '$.a[0:1]', '$.a[?(@.b)]', "$['a','b']"])(
    'takes %j as a path, but not as a reference path',
    (text) => {
      expect(checkPath(text)).toBeUndefined();
      expect(checkReferencePath(text)).toContain('no reference path');
    },
  );

  test('ends for whatever is written', () => {
    const piece = fc.constantFrom(
      '$',
      '$$',
      '.',
      '..',
      'a',
      '[',
      ']',
      '(',
      ')',
      '?',
      '@',
      '*',
      "'",
      '"',
      ',',
      ':',
      '-',
      '1',
      '&&',
      '||',
      '!',
      '==',
      '=~',
      '/',
      '\\',
      ' ',
      'in',
    );
    const texts = fc.array(piece, { maxLength: 30 }).map((pieces) => `$${pieces.join('')}`);

    fc.assert(
      fc.property(texts, (text) => {
        if (checkPath(text) !== undefined) return;
        try {
          follow(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PathFailure);
        }
      }),
      { seed: 16, numRuns: 3_000 },
    );
  });

  test('refuses what nests too deeply', () => {
    expect(checkPath(`$[?(${'!'.repeat(10_000)}@.a)]`)).toContain('nested too deeply');
    expect(checkPath(`$[?${'('.repeat(10_000)}@.a`)).toContain('nested too deeply');
  });
});
