import { expect, it } from 'vitest';
import { messageFilter } from './message-filter.ts';

const queueArn = 'arn:aws:sqs:eu-west-1:000000000000:orders';
const message = (Body: string) => ({ MessageId: 'm', ReceiptHandle: 'r', MD5OfBody: '', Body });
const passes = (patterns: readonly object[], body: string): boolean =>
  messageFilter(
    patterns.map((pattern) => JSON.stringify(pattern)),
    queueArn,
  )(message(body));

// The table of https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
it.each([
  ['text by text', { body: ['go'] }, 'go', true],
  ['text by another text', { body: ['go'] }, 'stop', false],
  ['text by fields', { body: { a: [1] } }, 'go', false],
  ['JSON by fields', { body: { a: [1] } }, '{"a":1}', true],
  ['JSON by other fields', { body: { a: [2] } }, '{"a":1}', false],
  ['JSON by text', { body: ['{"a":1}'] }, '{"a":1}', false],
])('matches %s', (_name, pattern, body, expected) => {
  expect(passes([pattern], body)).toBe(expected);
});

it('lets a message through that one of several patterns matches', () => {
  expect(passes([{ body: ['a'] }, { body: ['b'] }], 'b')).toBe(true);
});

it('lets everything through without patterns', () => {
  expect(passes([], 'anything')).toBe(true);
});
