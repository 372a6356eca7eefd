import { describe, expect, test } from 'vitest';
import { conditionOperators } from './condition-operators.ts';
import { holds } from './conditions.ts';
import { parsePolicy } from './parse-policy.ts';
import { expansion } from './policy-variables.ts';
import { type ContextValue, requestContext } from './request-context.ts';

const nowMs = Date.UTC(2026, 10, 27, 7, 38);

type Keys = Readonly<Record<string, ContextValue>>;
type Case = readonly [operator: string, key: string, wanted: unknown, keys: Keys, expected: boolean];

function conditionHolds(block: unknown, keys: Keys, version = '2012-10-17'): boolean {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: block };
  const policy = parsePolicy(JSON.stringify({ Version: version, Statement: statement }));
  const context = requestContext(keys, nowMs);
  const expand = expansion(policy.version, context);
  return policy.statements.every(({ conditions }) => conditions.every((each) => holds(each, context, expand)));
}

const title = '%s %s %j with %j is %s';
const check = (operator: string, key: string, wanted: unknown, keys: Keys, expected: boolean) =>
  expect(conditionHolds({ [operator]: { [key]: wanted } }, keys)).toBe(expected);

const tag = 'aws:PrincipalTag/job-category';
const source = 'aws:SourceIp';
const issued = 'aws:TokenIssueTime';
const topic = 'arn:aws:sns:us-east-2:123456789012:TOPIC-ID';

/** AWS: IAM JSON policy elements, condition operators; the examples of each section, and their opposites. */
const operators: readonly Case[] = [
  ['StringEquals', tag, 'iamuser-admin', { [tag]: 'iamuser-admin' }, true],
  ['StringEquals', tag, 'iamuser-admin', { [tag]: 'IAMUser-Admin' }, false],
  ['StringEquals', tag, 'iamuser-*', { [tag]: 'iamuser-admin' }, false],
  ['StringEquals', tag, ['x', 'iamuser-admin'], { [tag]: 'iamuser-admin' }, true],
  ['StringNotEquals', tag, 'iamuser-admin', { [tag]: 'other' }, true],
  ['StringNotEquals', tag, ['other', 'iamuser-admin'], { [tag]: 'other' }, false],
  ['StringEqualsIgnoreCase', 'aws:username', 'john', { 'aws:username': 'John' }, true],
  ['StringEqualsIgnoreCase', 'aws:username', 'john', { 'aws:username': 'Joan' }, false],
  ['StringNotEqualsIgnoreCase', 'aws:username', 'john', { 'aws:username': 'JOHN' }, false],
  ['StringNotEqualsIgnoreCase', 'aws:username', 'john', { 'aws:username': 'Joan' }, true],
  ['StringLike', 's3:prefix', ['', 'home/', 'home/Ada/*'], { 's3:prefix': 'home/Ada/notes' }, true],
  ['StringLike', 's3:prefix', ['', 'home/', 'home/Ada/*'], { 's3:prefix': '' }, true],
  ['StringLike', 's3:prefix', ['', 'home/', 'home/Ada/*'], { 's3:prefix': 'home/Bob/' }, false],
  ['StringLike', 'ec2:InstanceType', ['t1.*', 't2.*', 'm3.*'], { 'ec2:InstanceType': 't2.micro' }, true],
  ['StringLike', 'ec2:InstanceType', 't?.nano', { 'ec2:InstanceType': 't3.nano' }, true],
  ['StringLike', 'ec2:InstanceType', 'T2.*', { 'ec2:InstanceType': 't2.micro' }, false],
  ['StringNotLike', 'ec2:InstanceType', ['t1.*', 't2.*'], { 'ec2:InstanceType': 't2.micro' }, false],
  ['StringNotLike', 'ec2:InstanceType', ['t1.*', 't2.*'], { 'ec2:InstanceType': 'm3.large' }, true],
  ['NumericEquals', 's3:max-keys', 10, { 's3:max-keys': '10.0' }, true],
  ['NumericEquals', 's3:max-keys', '10', { 's3:max-keys': '11' }, false],
  ['NumericEquals', 's3:max-keys', '0', { 's3:max-keys': '' }, false],
  ['NumericNotEquals', 's3:max-keys', '10', { 's3:max-keys': '11' }, true],
  ['NumericNotEquals', 's3:max-keys', '10', { 's3:max-keys': '10' }, false],
  ['NumericLessThan', 's3:max-keys', '10', { 's3:max-keys': '9' }, true],
  ['NumericLessThan', 's3:max-keys', '10', { 's3:max-keys': '10' }, false],
  ['NumericLessThanEquals', 's3:max-keys', '10', { 's3:max-keys': '10' }, true],
  ['NumericLessThanEquals', 's3:max-keys', '10', { 's3:max-keys': '11' }, false],
  ['NumericGreaterThan', 's3:max-keys', '10', { 's3:max-keys': '11' }, true],
  ['NumericGreaterThan', 's3:max-keys', '10', { 's3:max-keys': '10' }, false],
  ['NumericGreaterThanEquals', 's3:max-keys', '10', { 's3:max-keys': '10' }, true],
  ['NumericGreaterThanEquals', 's3:max-keys', '10', { 's3:max-keys': 'many' }, false],
  ['DateEquals', issued, '2020-01-01T00:00:01Z', { [issued]: '2020-01-01T01:00:01+01:00' }, true],
  ['DateEquals', issued, '1577836801', { [issued]: '2020-01-01T00:00:01Z' }, true],
  ['DateEquals', issued, '2020', { [issued]: '2020-01-01' }, true],
  ['DateEquals', issued, '2020-01-01T00:00:01', { [issued]: '2020-01-01T00:00:01Z' }, false],
  ['DateNotEquals', issued, '2020-01-01', { [issued]: '2020-01-01T00:00Z' }, false],
  ['DateNotEquals', issued, '2020-01-01', { [issued]: '2020-01-02' }, true],
  ['DateLessThan', 'aws:CurrentTime', '2026-11-27T07:38:01Z', {}, true],
  ['DateLessThan', 'aws:CurrentTime', '2026-11-27T07:38:00Z', {}, false],
  ['DateLessThanEquals', 'aws:CurrentTime', '2026-11-27T07:38:00Z', {}, true],
  ['DateLessThanEquals', 'aws:EpochTime', '2026-11-27T07:37:59Z', {}, false],
  ['DateGreaterThan', issued, '2020-01-01T00:00:01Z', { [issued]: '2021-05-05T00:00:00Z' }, true],
  ['DateGreaterThan', issued, '2020-01-01T00:00:01Z', { [issued]: '2019-05-05T00:00:00Z' }, false],
  ['DateGreaterThanEquals', 'aws:EpochTime', '1795765080', {}, true],
  ['DateGreaterThanEquals', 'aws:EpochTime', '1795765081', {}, false],
  ['Bool', 'aws:SecureTransport', 'false', { 'aws:SecureTransport': 'false' }, true],
  ['Bool', 'aws:SecureTransport', true, { 'aws:SecureTransport': 'true' }, true],
  ['Bool', 'aws:SecureTransport', 'false', { 'aws:SecureTransport': 'true' }, false],
  ['BinaryEquals', 'key', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA' }, true],
  ['BinaryEquals', 'key', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', { key: 'b3RoZXI=' }, false],
  ['IpAddress', source, '203.0.113.0/24', { [source]: '203.0.113.255' }, true],
  ['IpAddress', source, '203.0.113.0/24', { [source]: '203.0.114.0' }, false],
  ['IpAddress', source, '203.0.113.9', { [source]: '203.0.113.9' }, true],
  ['IpAddress', source, '203.0.113.9', { [source]: '203.0.113.8' }, false],
  ['IpAddress', source, '203.0.113.0/25', { [source]: '203.0.113.128' }, false],
  ['IpAddress', source, '0.0.0.0/0', { [source]: '198.51.100.7' }, true],
  ['IpAddress', source, '203.0.113.0/33', { [source]: '203.0.113.0' }, false],
  ['IpAddress', source, ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], { [source]: '2001:db8:1234:5678:9::1' }, true],
  ['IpAddress', source, '2001:DB8:1234:5678::/64', { [source]: '2001:db8:1234:5679::1' }, false],
  ['IpAddress', source, '::ffff:192.0.2.0/120', { [source]: '::ffff:c000:2ff' }, true],
  ['NotIpAddress', source, ['192.0.2.0/24', '203.0.113.0/24'], { [source]: '203.0.113.7' }, false],
  ['NotIpAddress', source, ['192.0.2.0/24', '203.0.113.0/24'], { [source]: '198.51.100.7' }, true],
  ['ArnEquals', 'aws:SourceArn', topic, { 'aws:SourceArn': topic }, true],
  ['ArnEquals', 'aws:SourceArn', 'arn:aws:sns:*:123456789012:TOPIC-*', { 'aws:SourceArn': topic }, true],
  ['ArnEquals', 'aws:SourceArn', topic.toLowerCase(), { 'aws:SourceArn': topic }, false],
  ['ArnNotEquals', 'aws:SourceArn', topic, { 'aws:SourceArn': topic }, false],
  ['ArnNotEquals', 'aws:SourceArn', topic, { 'aws:SourceArn': `${topic}2` }, true],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:TOPIC-?D', { 'aws:SourceArn': topic }, true],
  ['ArnLike', 'aws:SourceArn', '*', { 'aws:SourceArn': topic }, true],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*', { 'aws:SourceArn': topic }, false],
  ['ArnNotLike', 'aws:SourceArn', 'arn:aws:sns:*:*:TOPIC-?D', { 'aws:SourceArn': topic }, false],
  ['ArnNotLike', 'aws:SourceArn', 'arn:aws:sqs:*:*:*', { 'aws:SourceArn': topic }, true],
  ['Null', issued, 'true', {}, true],
  ['Null', issued, 'true', { [issued]: '2020-01-01' }, false],
  ['Null', issued, 'false', { [issued]: '2020-01-01' }, true],
  ['Null', issued, false, {}, false],
  ['Null', 'aws:TagKeys', 'true', { 'aws:TagKeys': [] }, true],
];

describe('condition operators', () => {
  test.each(operators)(title, check);

  test('each of them has a case that holds and one that does not', () => {
    const seen = (expected: boolean) => new Set(operators.filter((each) => each[4] === expected).map(([name]) => name));
    const all = [...conditionOperators.keys(), 'Null'].sort();

    expect([...seen(true)].sort()).toEqual(all);
    expect([...seen(false)].sort()).toEqual(all);
  });

  test('an ARN operator checks what is between colons, where a string operator does not', () => {
    const pattern = 'arn:aws:someservice:*:111122223333:finance/*';
    const arn = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';

    expect(conditionHolds({ StringLike: { 'aws:SourceArn': pattern } }, { 'aws:SourceArn': arn })).toBe(true);
    expect(conditionHolds({ ArnLike: { 'aws:SourceArn': pattern } }, { 'aws:SourceArn': arn })).toBe(false);
  });
});

describe('a key that is not in the request', () => {
  test.each([...conditionOperators].map(([name, { isNegated }]) => [name, /Not/.test(name), isNegated] as const))(
    '%s: negated operators hold, others do not (%s)',
    (name, isNegated, declared) => {
      expect(declared).toBe(isNegated);
      expect(conditionHolds({ [name]: { absent: '1' } }, {})).toBe(isNegated);
      expect(conditionHolds({ [`${name}IfExists`]: { absent: '1' } }, {})).toBe(true);
      expect(conditionHolds({ [`ForAllValues:${name}`]: { absent: '1' } }, {})).toBe(true);
      expect(conditionHolds({ [`ForAnyValue:${name}`]: { absent: '1' } }, {})).toBe(false);
    },
  );

  test.each<Case>([
    ['StringLikeIfExists', 'ec2:InstanceType', ['t1.*', 't2.*'], {}, true],
    ['StringLikeIfExists', 'ec2:InstanceType', ['t1.*', 't2.*'], { 'ec2:InstanceType': 'm3.large' }, false],
    ['StringNotEqualsIfExists', tag, 'a', {}, true],
    ['StringNotEqualsIfExists', tag, 'a', { [tag]: 'a' }, false],
  ])(title, check);
});

const attributes = 'dynamodb:requestedAttributes';
const allowed = ['PostDateTime', 'Message', 'Tags'];

/** AWS: creating a condition that tests multiple key values; the table `Thread` of its examples. */
describe('set operators', () => {
  test.each<Case>([
    ['ForAllValues:StringLike', attributes, allowed, { [attributes]: ['PostDateTime', 'Message'] }, true],
    ['ForAllValues:StringLike', attributes, allowed, { [attributes]: ['PostDateTime', 'UserName'] }, false],
    ['ForAllValues:StringLike', attributes, allowed, { [attributes]: [] }, true],
    ['ForAllValues:StringLike', attributes, allowed, { [attributes]: '' }, true],
    ['ForAnyValue:StringLike', attributes, ['ID', 'PostDateTime'], { [attributes]: ['UserName'] }, false],
    [
      'ForAnyValue:StringLike',
      attributes,
      ['ID', 'PostDateTime'],
      { [attributes]: ['UserName', 'Message', 'PostDateTime'] },
      true,
    ],
    ['ForAnyValue:StringLike', attributes, ['*'], { [attributes]: [] }, false],
    ['ForAnyValue:StringLike', attributes, ['*'], { [attributes]: '' }, false],
    ['ForAllValues:StringNotEquals', attributes, ['ID'], { [attributes]: ['Tags', 'Message'] }, true],
    ['ForAllValues:StringNotEquals', attributes, ['ID'], { [attributes]: ['Tags', 'ID'] }, false],
    ['ForAnyValue:StringNotEquals', attributes, ['ID'], { [attributes]: ['Tags', 'ID'] }, true],
    ['ForAnyValue:StringNotEquals', attributes, ['ID'], { [attributes]: ['ID'] }, false],
    ['ForAnyValue:StringEqualsIfExists', attributes, ['ID'], {}, true],
    ['StringEquals', attributes, ['ID'], { [attributes]: ['Tags', 'ID'] }, true],
    ['StringNotEquals', attributes, ['ID'], { [attributes]: ['Tags', 'ID'] }, false],
  ])(title, check);
});

describe('variables in conditions', () => {
  const user = { 'aws:username': 'Ada' };

  test.each<Case>([
    ['StringLike', 's3:prefix', 'home/${aws:username}/*', { ...user, 's3:prefix': 'home/Ada/x' }, true],
    ['StringLike', 's3:prefix', 'home/${aws:username}/*', { ...user, 's3:prefix': 'home/Bob/x' }, false],
    ['StringLike', 's3:prefix', 'home/${AWS:UserName}/*', { ...user, 's3:prefix': 'home/Ada/x' }, true],
    ['StringEquals', 'aws:Resource', "arn:aws:s3:::/bucket/${aws:userid, 'anonymous'}", {}, false],
    [
      'StringEquals',
      'aws:Resource',
      "arn:aws:s3:::/bucket/${aws:userid, 'anonymous'}",
      { 'aws:Resource': 'arn:aws:s3:::/bucket/anonymous' },
      true,
    ],
    ['StringLike', 'key', 'a${*}b${?}${$}', { key: 'a*b?$' }, true],
    ['StringLike', 'key', 'a${*}b', { key: 'axxb' }, false],
    ['StringLike', 'key', '${other}', { key: 'anything', other: '*' }, false],
    ['StringLike', 'key', '*${other}?', { key: 'a*b', other: '*' }, true],
    ['ArnLike', 'aws:SourceArn', '${aws:PrincipalArn}', { 'aws:SourceArn': topic, 'aws:PrincipalArn': topic }, true],
    ['StringEquals', 'key', '${absent}', { key: '' }, false],
    ['StringEquals', 'key', ['${absent}', 'x'], { key: 'x' }, true],
    ['StringNotEquals', 'key', ['${absent}', 'x'], { key: 'y' }, false],
    ['StringEquals', 'key', '${aws:TagKeys}', { key: 'a', 'aws:TagKeys': ['a'] }, false],
    ['NumericEquals', 'key', '${other}', { key: '1', other: '1' }, false],
    ['StringEquals', 'key', '${open', { key: '${open' }, true],
  ])(title, check);

  test('policies of 2008 have none: their text is text', () => {
    const block = { StringEquals: { key: '${aws:username}' } };

    expect(conditionHolds(block, { ...user, key: 'Ada' }, '2008-10-17')).toBe(false);
    expect(conditionHolds(block, { ...user, key: '${aws:username}' }, '2008-10-17')).toBe(true);
  });
});

describe('several conditions', () => {
  test('keys and operators must all hold, and names of keys are not case-sensitive', () => {
    const block = { StringEquals: { A: '1', b: '2' }, Bool: { C: 'true' } };

    expect(conditionHolds(block, { a: '1', B: '2', c: 'true' })).toBe(true);
    expect(conditionHolds(block, { a: '1', B: '3', c: 'true' })).toBe(false);
    expect(conditionHolds(block, { a: '1', B: '2', c: 'false' })).toBe(false);
  });
});
