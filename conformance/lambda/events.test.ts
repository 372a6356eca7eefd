import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeAsyncCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

// Retries are a matter of time, so the test owns it.
const target = useCloud({ clock: 'virtual' });
let client: LambdaClient;
beforeEach(async () => {
  client = target.client(LambdaClient);
  await makeFunction(client, counter);
  await makeFunction(client, collector, { FunctionName: 'seen' });
});

/** Fails every event that asks for it, and counts how often it ran on events. */
const counter = `const ids = [];
  exports.handler = async (e, c) => {
    if (e.read) return ids;
    ids.push(c.awsRequestId);
    if (e.fail) throw new RangeError('no');
    return 'well';
  };`;
/** Keeps what destinations get. */
const collector = 'const all = []; exports.handler = async (e) => { if (!e.read) all.push(e); return all; };';
const seenArn = 'arn:aws:lambda:us-east-1:000000000000:function:seen';

const send = (event: object) => invoke(client, event, { InvocationType: 'Event', LogType: 'None' });
const runs = async () => (await invoke(client, { read: true })).payload as string[];
const seen = async () => (await invoke(client, { read: true }, { FunctionName: 'seen' })).payload as object[];
const configure = (input: object) =>
  client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', ...input }));

describe('asynchronous invokes', () => {
  it('are accepted with 202 and run once', async () => {
    const accepted = await send({});
    await target.cloud.clock.advance('1ms');

    expect(accepted).toMatchObject({ status: 202, text: '' });
    expect(await runs()).toHaveLength(1);
  });

  it('are accepted by InvokeAsync too', async () => {
    const accepted = await client.send(new InvokeAsyncCommand({ FunctionName: 'f', InvokeArgs: '{"fail":false}' }));
    await target.cloud.clock.advance('1ms');

    expect(accepted.Status).toBe(202);
    expect(await runs()).toHaveLength(1);
  });

  it('are tried again after one and after two minutes, with the same request id', async () => {
    await send({ fail: true });

    const counts: number[] = [];
    for (const wait of ['1ms', '59s', '2s', '118s', '3s', '5m']) {
      await target.cloud.clock.advance(wait);
      counts.push((await runs()).length);
    }

    expect(counts).toEqual([1, 1, 2, 2, 3, 3]);
    expect(new Set(await runs()).size).toBe(1);
  });

  it('are tried as often as the configuration says', async () => {
    await configure({ MaximumRetryAttempts: 0 });

    await send({ fail: true });
    await target.cloud.clock.advance('5m');

    expect(await runs()).toHaveLength(1);
  });

  it('tell a destination of success and failure', async () => {
    const Destination = seenArn;
    await configure({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination } },
    });

    await send({ good: 1 });
    await target.cloud.clock.advance('1ms');
    await send({ fail: true });
    await target.cloud.clock.advance('1ms');

    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST';
    expect(await seen()).toMatchObject([
      {
        version: '1.0',
        timestamp: expect.stringMatching(/Z$/),
        requestContext: { functionArn, condition: 'Success', approximateInvokeCount: 1 },
        requestPayload: { good: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: 'well',
      },
      {
        requestContext: { functionArn, condition: 'RetriesExhausted', approximateInvokeCount: 1 },
        requestPayload: { fail: true },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'RangeError', errorMessage: 'no' },
      },
    ]);
  });

  it('fail at once where nothing may run', async () => {
    await configure({ DestinationConfig: { OnFailure: { Destination: seenArn } } });
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }));

    await send({ a: 1 });
    await target.cloud.clock.advance('1ms');

    expect(await seen()).toMatchObject([
      { requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 }, requestPayload: { a: 1 } },
    ]);
  });

  it('are given up when they are too old', async () => {
    await configure({
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: seenArn } },
    });

    await send({ fail: true });
    await target.cloud.clock.advance('1ms');
    await target.cloud.clock.advance('5m');

    expect(await runs()).toHaveLength(1);
    expect(await seen()).toMatchObject([
      {
        requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'RangeError', errorMessage: 'no' },
      },
    ]);
  });
});

describe('event invoke configurations', () => {
  const qualified = 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST';

  it('are put, changed in part, shown and deleted', async () => {
    await configure({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: seenArn } } });

    const updated = await client.send(
      new UpdateFunctionEventInvokeConfigCommand({ FunctionName: 'f', MaximumEventAgeInSeconds: 100 }),
    );

    expect(updated).toMatchObject({
      FunctionArn: qualified,
      LastModified: expect.any(Date),
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 100,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: seenArn } },
    });
    await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: 'f' }));
    await expect(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The function ${qualified} doesn't have an EventInvokeConfig`,
    });
  });

  const refused: readonly [string, object, string][] = [
    ['nothing', {}, 'You must specify at least one of error handling or destination setting.'],
    [
      'the function itself',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:lambda:us-east-1:000000000000:function:f' } } },
      "You can't specify the function as a destination for itself.",
    ],
    [
      'a function that is not there',
      { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:lambda:us-east-1:000000000000:function:no' } } },
      'The destination ARN arn:aws:lambda:us-east-1:000000000000:function:no is invalid.',
    ],
    [
      'a service that takes no records',
      { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:iam::000000000000:role/r' } } },
      'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam::000000000000:role/r), onFailure=null) is invalid.',
    ],
  ];
  for (const [what, input, message] of refused) {
    it(`refuse ${what}`, async () => {
      await expect(configure(input)).rejects.toMatchObject({ name: 'InvalidParameterValueException', message });
    });
  }
});
