import { expect, test } from 'vitest';
import { accessLogLine, compileAccessLog } from './access-log.ts';

const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:/access:*';

test('a line has the values of its variables, and a dash for those without one', () => {
  const format = compileAccessLog(
    group,
    '{"id":"$context.requestId","who":"$context.authorizer.claims.sub"} $x',
    'a/b',
  );
  const values = new Map([['requestId', 'r1']]);

  expect(format).toMatchObject({ account: '123456789012', region: 'eu-west-1', group: '/access' });
  expect(format && accessLogLine(format, (name) => values.get(name))).toBe('{"id":"r1","who":"-"} $x');
});

test('a stage keeps its stream, and shares it with no other', () => {
  const streamOf = (stage: string) => compileAccessLog(group, '$context.status', stage)?.stream;

  expect(streamOf('a/prod')).toBe(streamOf('a/prod'));
  expect(streamOf('a/prod')).not.toBe(streamOf('a/test'));
});

test('a stream of Firehose takes lines where it is named as AWS asks for', () => {
  const format = compileAccessLog(
    'arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-log',
    '$context.status',
    'a/b',
  );

  expect(format).toMatchObject({ account: '123456789012', deliveryStream: 'amazon-apigateway-log' });
});

test.each([
  ['no destination', undefined, '$context.status'],
  ['no format', group, undefined],
  ['a stream of another name', 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/x', '$context.status'],
])('with %s there is no log', (_, destination, format) => {
  expect(compileAccessLog(destination, format, 'a/b')).toBeUndefined();
});
