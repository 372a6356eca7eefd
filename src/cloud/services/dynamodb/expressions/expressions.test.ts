import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../kernel/errors.ts';
import { type ExpressionParameters, readExpressions } from '../validation/expressions.ts';
import type { Item } from '../values/attribute-value.ts';
import { applyUpdate } from './apply-update.ts';
import { isTrue } from './evaluate.ts';
import { project } from './project.ts';

const problemOf = (input: ExpressionParameters): string | undefined => {
  try {
    readExpressions(input);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.message;
  }
};

const holds = (condition: string, item: Item, values?: Item, names?: Record<string, string>): boolean => {
  const input = {
    ConditionExpression: condition,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
  const { condition: bound } = readExpressions(input);
  if (!bound) throw new Error('no condition');
  return isTrue(bound, item);
};

const updated = (item: Item, update: string, values?: Item, names?: Record<string, string>): Item => {
  const input = {
    UpdateExpression: update,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
  const bound = readExpressions(input).update;
  if (!bound) throw new Error('no update');
  return applyUpdate(item, bound);
};

describe('problems of conditions', () => {
  const values: Item = { ':a': { S: 'x' }, ':n': { N: '1' } };
  it.each([
    ['', 'The expression can not be empty;'],
    ['a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['INVALID SYNTAX HERE', 'Syntax error; token: "SYNTAX", near: "INVALID SYNTAX HERE"'],
    ['attribute_exists(a) AND NOT #b', 'Syntax error; token: "<EOF>", near: "#b"'],
    ['a = :a AND', 'Syntax error; token: "<EOF>", near: "AND"'],
    ['a == :a', 'Syntax error; token: "=", near: "== :a"'],
    ['((a = :a))', 'The expression has redundant parentheses;'],
    ['(a) = :a', 'The expression has redundant parentheses;'],
    ['name = :a', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['foo(a)', 'Invalid function name; function: foo'],
    ['if_not_exists(a, :a)', 'The function is not allowed in a condition expression; function: if_not_exists'],
    ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'attribute_exists(a) = :a',
      'The function is not allowed to be used this way in an expression; function: attribute_exists',
    ],
    ['#x = :a', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
    ['a = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
    [
      'attribute_exists(a, b)',
      'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
    ],
    ['attribute_exists(:a)', 'Operator or function requires a document path; operator or function: attribute_exists'],
    [
      'a = a',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
    [
      'begins_with(a, :n)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'attribute_type(a, :a)',
      'Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'a BETWEEN :a AND :n',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:x}, upper bound operand: AttributeValue: {N:1}',
    ],
    [`a${'.b'.repeat(32)} = :a`, 'The document path has too many nesting levels; nesting levels: 33'],
    [`${'a = :a OR '.repeat(200)}a = :a`, 'The expression contains too many operators; operator count: 401'],
    [
      `${'a = :a OR '.repeat(600)}a = :a`,
      'Expression size has exceeded the maximum allowed size; expression size: 6006',
    ],
    [`${'('.repeat(2000)}a = :a${')'.repeat(2000)}`, 'The expression has redundant parentheses;'],
    [`a IN (${':a, '.repeat(100)}:a)`, 'The IN operator is provided with too many operands; number of operands: 101'],
  ])('%.60s', (expression, message) => {
    expect(problemOf({ ConditionExpression: expression, ExpressionAttributeValues: values })).toBe(
      `Invalid ConditionExpression: ${message}`,
    );
  });
});

describe('problems of updates', () => {
  const values: Item = { ':a': { S: 'x' }, ':n': { N: '1' }, ':m': { M: {} } };
  it.each([
    ['INVALID SYNTAX HERE', 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
    ['ADD hits : incr', 'Syntax error; token: ":", near: "hits : incr"'],
    ['SET _version = :a', 'Syntax error; token: "_", near: "SET _version"'],
    ['SET a = :a + :b + :c', 'Syntax error; token: "+", near: ":b + :c"'],
    ['SET a = (:a + :b) - :c', 'Syntax error; token: "-", near: ") - :c"'],
    ['SET a = :a - (:b - :c)', 'Syntax error; token: "-", near: ":b - :c"'],
    [
      'SET a = list_append(list_append(a, :a), :b)',
      'The function is not allowed to be used this way in an expression; function: list_append',
    ],
    ['SET a = :a SET b = :a', 'The "SET" section can only be used once in an update expression;'],
    [
      'SET a = :a, a = :n',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
    ],
    [
      'SET a.b[1] = :a REMOVE a.b',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b, [1]], path two: [a, b]',
    ],
    [
      'SET a.b = :a, a[1] = :a',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]',
    ],
    [
      'ADD a :a',
      'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
    [
      'DELETE a :n',
      'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
    ],
    ['SET a = b + :a', 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
    [
      'SET a = list_append(b, :m)',
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: M',
    ],
    [
      'SET a = if_not_exists(:a, :n)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
  ])('%s', (expression, message) => {
    expect(problemOf({ UpdateExpression: expression, ExpressionAttributeValues: values })).toBe(
      `Invalid UpdateExpression: ${message}`,
    );
  });
});

describe('placeholders', () => {
  it.each<[ExpressionParameters, string]>([
    [
      { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeNames: { '#x': 'x', '#y': 'y' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x, #y}',
    ],
    [
      { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeValues: { ':x': { S: 'x' } } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
    ],
    [
      { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeValues: { x: { S: 'x' } } },
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "x"',
    ],
    [
      { ConditionExpression: 'a = :x', ExpressionAttributeValues: { ':x': { N: 'one' } } },
      'The parameter cannot be converted to a numeric value: one',
    ],
    [
      { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeNames: {} },
      'ExpressionAttributeNames must not be empty',
    ],
  ])('are checked %#', (input, message) => {
    expect(problemOf(input)).toBe(message);
  });
});

describe('conditions', () => {
  const item: Item = {
    n: { N: '5' },
    s: { S: 'hello' },
    l: { L: [{ S: 'a' }, { M: { deep: { N: '1' } } }] },
    set: { NS: ['1', '2'] },
    constructor: { S: 'named so' },
  };
  it.each<[string, Item | undefined, boolean]>([
    ['n = :v', { ':v': { N: '5' } }, true],
    ['n = :v', { ':v': { N: '5.0' } }, true],
    ['n = :v', { ':v': { S: '5' } }, false],
    ['n > :v', { ':v': { N: '-1e3' } }, true],
    ['gone = :v', { ':v': { N: '5' } }, false],
    ['gone <> :v', { ':v': { N: '5' } }, true],
    ['gone < :v', { ':v': { N: '5' } }, false],
    ['n BETWEEN :v AND :w', { ':v': { N: '5' }, ':w': { N: '6' } }, true],
    ['s IN (:v, :w)', { ':v': { S: 'x' }, ':w': { S: 'hello' } }, true],
    ['begins_with(s, :v)', { ':v': { S: 'hell' } }, true],
    ['contains(s, :v)', { ':v': { S: 'ell' } }, true],
    ['contains(#set, :v)', { ':v': { N: '2' } }, true],
    ['contains(l, :v)', { ':v': { S: 'a' } }, true],
    ['size(s) = :v', { ':v': { N: '5' } }, true],
    ['size(n) = :v', { ':v': { N: '1' } }, false],
    ['attribute_type(l[1], :v)', { ':v': { S: 'M' } }, true],
    ['l[1].deep = :v', { ':v': { N: '1' } }, true],
    ['attribute_exists(l[2])', undefined, false],
    ['attribute_not_exists(toString)', undefined, true],
    ['n = :v OR s = :v AND gone = :v', { ':v': { N: '5' } }, true],
    ['(n = :v OR s = :v) AND gone = :v', { ':v': { N: '5' } }, false],
    ['NOT n = :v AND n = :v', { ':v': { N: '5' } }, false],
    ['NOT (n = :v AND gone = :v)', { ':v': { N: '5' } }, true],
  ])('%s', (expression, values, expected) => {
    expect(holds(expression, item, values, expression.includes('#set') ? { '#set': 'set' } : undefined)).toBe(expected);
  });

  it('compare sets without order and texts by UTF-8', () => {
    expect(holds('a = :v', { a: { SS: ['x', 'y'] } }, { ':v': { SS: ['y', 'x'] } })).toBe(true);
    expect(holds('a > :v', { a: { S: '\u{1f600}' } }, { ':v': { S: '\uffee' } })).toBe(true);
  });
});

describe('updates', () => {
  it('read the item as it was before', () => {
    const item: Item = { a: { N: '1' }, b: { N: '2' } };

    expect(updated(item, 'SET a = b, b = a REMOVE c')).toEqual({ a: { N: '2' }, b: { N: '1' } });
    expect(item).toEqual({ a: { N: '1' }, b: { N: '2' } });
  });

  it('calculate in decimal', () => {
    const item: Item = { a: { N: '0.1' } };

    expect(updated(item, 'SET a = a + :v', { ':v': { N: '0.2' } })).toEqual({ a: { N: '0.3' } });
    expect(updated(item, 'SET b = ((a) - (:v))', { ':v': { N: '1e20' } }).b).toEqual({
      N: '-99999999999999999999.9',
    });
  });

  it('set, remove and append list elements by their old indexes', () => {
    const item: Item = { l: { L: [{ N: '0' }, { N: '1' }, { N: '2' }] } };

    expect(updated(item, 'SET l[9] = :x, l[1] = :x REMOVE l[0], l[7]', { ':x': { S: 'x' } })).toEqual({
      l: { L: [{ S: 'x' }, { N: '2' }, { S: 'x' }] },
    });
  });

  it('add to numbers and sets and delete from sets', () => {
    const item: Item = { n: { N: '1' }, s: { SS: ['a', 'b'] }, t: { SS: ['a'] } };
    const values: Item = { ':n': { N: '2' }, ':s': { SS: ['b', 'c'] }, ':a': { SS: ['a'] } };

    expect(updated(item, 'ADD n :n, s :s, m :n DELETE t :a', values)).toEqual({
      n: { N: '3' },
      s: { SS: ['a', 'b', 'c'] },
      m: { N: '2' },
    });
  });

  it.each<[string, Item, string]>([
    ['SET x.y = :v', { ':v': { N: '1' } }, 'The document path provided in the update expression is invalid for update'],
    ['SET a.y = :v', { ':v': { N: '1' } }, 'The document path provided in the update expression is invalid for update'],
    [
      'SET b = zzz + :v',
      { ':v': { N: '1' } },
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET b = s + :v', { ':v': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['ADD s :v', { ':v': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    [
      'ADD a :v',
      { ':v': { N: '9.9e125' } },
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
  ])('refuse %s', (update, values, message) => {
    const item: Item = { a: { N: '9.9e125'.replace('9.9e125', `99${'0'.repeat(124)}`) }, s: { S: 'text' } };

    expect(() => updated(item, update, values)).toThrow(message);
  });

  it('take __proto__ for a name like any other', () => {
    const item = JSON.parse('{"m":{"M":{}}}') as Item;
    const changed = updated(item, 'SET #p = :v, m.#p = :v', { ':v': { S: 'x' } }, { '#p': '__proto__' });

    expect(JSON.stringify(changed)).toBe('{"m":{"M":{"__proto__":{"S":"x"}}},"__proto__":{"S":"x"}}');
    expect(({} as Record<string, unknown>).S).toBeUndefined();
  });
});

describe('projections', () => {
  it('keep what is named, lists without gaps', () => {
    const item: Item = { a: { L: [{ N: '0' }, { M: { x: { N: '1' }, y: { N: '2' } } }, { N: '3' }] }, b: { S: 'b' } };
    const { projection } = readExpressions({ ProjectionExpression: 'a[2], a[1].y, gone, a[9]' });

    expect(projection && project(item, projection)).toEqual({ a: { L: [{ M: { y: { N: '2' } } }, { N: '3' }] } });
  });
});

describe('the parsers', () => {
  const words = [
    'a',
    '#b',
    ':c',
    'AND',
    'or',
    'NOT',
    '(',
    ')',
    '=',
    '<>',
    '<',
    ',',
    '.',
    '[',
    ']',
    '0',
    '12',
    'BETWEEN',
    'IN',
  ];
  const more = [
    'SET',
    'REMOVE',
    'add',
    'DELETE',
    '+',
    '-',
    'size',
    'contains',
    'list_append',
    'if_not_exists',
    '@',
    '\u{1f600}',
    ' ',
  ];

  it('answer every text with a value or a ValidationException', () => {
    const expression = fc.oneof(
      fc.array(fc.constantFrom(...words, ...more), { maxLength: 30 }).map((parts) => parts.join(' ')),
      fc.array(fc.constantFrom(...words, ...more), { maxLength: 30 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .tuple(fc.constantFrom('(', 'NOT ', 'a.', 'a[', 'size(', 'SET a = ('), fc.nat(2000))
        .map(([part, count]) => part.repeat(count)),
    );
    const parameters = [
      'ConditionExpression',
      'UpdateExpression',
      'ProjectionExpression',
      'KeyConditionExpression',
    ] as const;
    fc.assert(
      fc.property(expression, fc.constantFrom(...parameters), (text, parameter) => {
        const input = {
          [parameter]: text,
          ExpressionAttributeNames: { '#b': 'b' },
          ExpressionAttributeValues: { ':c': { S: 'c' } },
        };

        problemOf(input);
      }),
      { numRuns: 2000 },
    );
  });
});
