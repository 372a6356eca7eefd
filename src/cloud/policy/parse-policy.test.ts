import { describe, expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { type PolicyFault, PolicySyntaxError } from './policy-syntax-error.ts';

type Row = readonly [title: string, source: string | object, fault: PolicyFault, path: string, found?: string];

const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

function faultOf(source: string | object): Pick<PolicySyntaxError, 'fault' | 'path' | 'found'> | undefined {
  try {
    parsePolicy(typeof source === 'string' ? source : JSON.stringify(source));
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    return { fault: error.fault, path: error.path, found: error.found };
  }
  return undefined;
}

describe('parsePolicy', () => {
  test('makes lists of single values, and lower case of keys', () => {
    const policy = parsePolicy({
      Version: '2012-10-17',
      Id: 'id',
      Statement: {
        ...statement,
        Sid: 'one',
        Principal: { AWS: '123456789012', Service: ['a.amazonaws.com', 'b.amazonaws.com'] },
        Condition: {
          'ForAnyValue:StringLikeIfExists': { 'AWS:TagKeys': 'a' },
          NumericLessThan: { 's3:max-keys': [10, '11'] },
        },
      },
    });

    expect(policy).toEqual({
      version: '2012-10-17',
      id: 'id',
      statements: [
        {
          sid: 'one',
          effect: 'Allow',
          principals: {
            AWS: ['123456789012'],
            Service: ['a.amazonaws.com', 'b.amazonaws.com'],
            Federated: [],
            CanonicalUser: [],
          },
          actions: ['s3:*'],
          resources: ['*'],
          conditions: [
            { operator: 'StringLike', set: 'ForAnyValue', ifExists: true, key: 'aws:tagkeys', values: ['a'] },
            { operator: 'NumericLessThan', ifExists: false, key: 's3:max-keys', values: ['10', '11'] },
          ],
        },
      ],
    });
  });

  test('a policy without a version is of 2008', () => {
    expect(parsePolicy({ Statement: [statement] }).version).toBe('2008-10-17');
  });

  const deep = `${'['.repeat(40)}${']'.repeat(40)}`;

  const rows: readonly Row[] = [
    ['no JSON', '{', 'json', ''],
    ['no object', '[]', 'json', ''],
    ['text over the bound', JSON.stringify({ Id: 'x'.repeat(300_000) }), 'size', ''],
    ['deep nesting', `{"Statement":${deep}}`, 'depth', ''],
    ['a key twice', '{"Statement":[{"Effect":"Allow","Effect" : "Deny"}]}', 'duplicate key', '', 'Effect'],
    [
      'a key twice, once escaped',
      '{"Version":"2012-10-17","\\u0056ersion":"2012-10-17"}',
      'duplicate key',
      '',
      'Version',
    ],
    ['another version', { Version: '2012-10-18', Statement: [] }, 'version', 'Version', '2012-10-18'],
    ['no statement', { Version: '2012-10-17' }, 'missing', '', 'Statement'],
    ['an unknown element', { Statement: [], Foo: 1 }, 'unknown element', '', 'Foo'],
    [
      'an unknown element of a statement',
      { Statement: [statement, { ...statement, action: 'a' }] },
      'unknown element',
      'Statement[1]',
      'action',
    ],
    ['a statement that is none', { Statement: ['Allow'] }, 'type', 'Statement[0]'],
    ['no effect', { Statement: { Action: '*' } }, 'missing', 'Statement', 'Effect'],
    ['another effect', { Statement: { ...statement, Effect: 'allow' } }, 'effect', 'Statement.Effect', 'allow'],
    ['actions that are no text', { Statement: { ...statement, Action: ['a', 1] } }, 'type', 'Statement.Action[1]'],
    ['an empty list', { Statement: { ...statement, Resource: [] } }, 'empty', 'Statement.Resource'],
    [
      'an element and its negation',
      { Statement: { ...statement, NotAction: '*' } },
      'exclusive',
      'Statement',
      'Action',
    ],
    ['a Sid that is no text', { Statement: { ...statement, Sid: 1 } }, 'type', 'Statement.Sid'],
    ['a principal that is no map', { Statement: { ...statement, Principal: 'me' } }, 'type', 'Statement.Principal'],
    [
      'another kind of principal',
      { Statement: { ...statement, Principal: { User: 'me' } } },
      'unknown element',
      'Statement.Principal',
      'User',
    ],
    [
      'another operator',
      { Statement: { ...statement, Condition: { StringIs: { a: 'b' } } } },
      'operator',
      'Statement.Condition',
      'StringIs',
    ],
    [
      'NullIfExists',
      { Statement: { ...statement, Condition: { NullIfExists: { a: 'true' } } } },
      'operator',
      'Statement.Condition',
      'NullIfExists',
    ],
    [
      'another set operator',
      { Statement: { ...statement, Condition: { 'ForNoValue:Bool': {} } } },
      'operator',
      'Statement.Condition',
      'ForNoValue:Bool',
    ],
    ['conditions that are no object', { Statement: { ...statement, Condition: [] } }, 'type', 'Statement.Condition'],
    [
      'keys that are no object',
      { Statement: { ...statement, Condition: { Bool: 'a' } } },
      'type',
      'Statement.Condition.Bool',
    ],
    [
      'a value that is null',
      { Statement: { ...statement, Condition: { Bool: { a: null } } } },
      'type',
      'Statement.Condition.Bool.a',
    ],
  ];

  test.each(
    rows.map(([title, source, fault, path, found]) => [title, { source, expected: { fault, path, found } }] as const),
  )('refuses %s', (_, { source, expected }) => {
    expect(faultOf(source)).toEqual(expected);
  });

  test('the same key in two objects, or as a value, is no duplicate', () => {
    const twice = {
      Statement: [
        { ...statement, Sid: 'Sid' },
        { ...statement, Sid: '"Effect":' },
      ],
    };

    expect(faultOf(twice)).toBeUndefined();
  });
});
