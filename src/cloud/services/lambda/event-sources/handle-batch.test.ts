import { describe, expect, it } from 'vitest';
import { doneMessages } from './handle-batch.ts';

const done = (payload: string): string[] => [...doneMessages(payload, ['a', 'b', 'c'])];
const failures = (...ids: unknown[]): string =>
  JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
describe('an answer with ReportBatchItemFailures', () => {
  it('leaves what it names', () => {
    expect(done(failures('b'))).toEqual(['a', 'c']);
  });

  it.each(['null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}', '{"other":1}'])(
    'is a complete success: %s',
    (payload) => {
      expect(done(payload)).toEqual(['a', 'b', 'c']);
    },
  );

  it.each([
    '',
    'not JSON',
    '"text"',
    '[]',
    '{"batchItemFailures":"a"}',
    '{"batchItemFailures":[null]}',
    '{"batchItemFailures":["a"]}',
    '{"batchItemFailures":[{"itemIdentifer":"a"}]}',
    failures(''),
    failures(null),
    failures('a', 'nobody'),
  ])('is a complete failure: %s', (payload) => {
    expect(done(payload)).toEqual([]);
  });
});
