import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFunction } from '../../../conformance/lambda/make-function.ts';
import { type Cloud, startCloud } from '../cloud.ts';

let cloud: Cloud;
let client: LambdaClient;
beforeEach(async () => {
  cloud = await startCloud({ log: 'silent' });
  client = new LambdaClient({ ...cloud.clientConfig({ transport: 'http' }), maxAttempts: 1 });
  await makeFunction(
    client,
    "exports.handler = awslambda.streamifyResponse(async (event, out) => { out.write('one'); out.end('two'); });",
  );
});
afterEach(() => cloud.close());

/** What the client gets of the reply; rejects as the client does. */
async function read(): Promise<string> {
  const { EventStream } = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }));
  let text = '';
  for await (const { PayloadChunk } of EventStream ?? []) text += Buffer.from(PayloadChunk?.Payload ?? []).toString();
  return text;
}

const hopsOfInvoke = () => cloud.journal.hops().filter(({ operation }) => operation === 'InvokeWithResponseStream');

describe('a call that answers a stream', () => {
  it('is in the journal once, when its stream is over, with the bytes of all pieces', async () => {
    await read();

    expect(hopsOfInvoke()).toMatchObject([{ outcome: 'ok', code: undefined }]);
    expect(hopsOfInvoke()[0]?.responseBytes).toBeGreaterThan(200);
  });

  it('is taken away by faults before it and after it, and by nothing when they are over', async () => {
    cloud.faults.add('lost lambda:InvokeWithResponseStream times=1');
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    cloud.faults.add('reset lambda:InvokeWithResponseStream times=1');
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    cloud.faults.add('throttle lambda:InvokeWithResponseStream times=1');
    await expect(read()).rejects.toMatchObject({ name: 'TooManyRequestsException' });

    expect(await read()).toBe('onetwo');
    expect(hopsOfInvoke().map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['fault', 'lost'],
      ['fault', 'reset'],
      ['error', 'throttle'],
      ['ok', undefined],
    ]);
  });

  it('that is duplicated runs twice, and the first answer counts', async () => {
    cloud.faults.add('duplicate lambda:InvokeWithResponseStream times=1');

    expect(await read()).toBe('onetwo');
  });
});
