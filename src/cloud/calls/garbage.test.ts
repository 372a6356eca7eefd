import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startCloud } from '../cloud.ts';
import { testRequest } from '../wire/testing/test-request.ts';

const calls = 4000;

/** The journal keeps some of each hop; requests that stay are four times as much. */
const bytesKeptMax = 800;

const request = testRequest('POST', '/', {
  headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' },
  body: '{}',
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { readonly type: 'minor' | 'major' }) => void;

const oldBytes = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;

test('what a call has made is gone with the next collection of the young generation', async () => {
  await using cloud = await startCloud({ log: 'silent' });
  const run = async () => {
    for (let index = 1; index <= calls; index += 1) {
      await cloud.handle(request);
      if (index % 200 === 0) collect({ type: 'minor' });
    }
  };
  await run();
  collect({ type: 'major' });
  const before = oldBytes();

  await run();

  expect((oldBytes() - before) / calls).toBeLessThan(bytesKeptMax);
});
