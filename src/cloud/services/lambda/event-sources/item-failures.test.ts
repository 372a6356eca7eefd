import { describe, expect, it } from 'vitest';
import { failedIn } from './mapping-consumer.ts';

const ids = ['a', 'b', 'c'];
function done(payload: string): string[] {
  const failed = failedIn(payload, ids);
  return failed === 'all' ? [] : ids.filter((id) => !failed.has(id));
}
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
