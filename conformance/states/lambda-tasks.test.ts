import { LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
beforeEach(async () => {
  await makeFunction(
    target.client(LambdaClient),
    `exports.handler = async (event, context) => {
      if (event?.fail) throw Object.assign(new Error('no stock'), { name: 'OutOfStock' });
      if (event?.large) return 'x'.repeat(300 * 1024);
      if (event?.none) return undefined;
      return { got: event, client: context.clientContext };
    };`,
  );
});

const task = (more: object): object => ({
  StartAt: 'Call',
  States: { Call: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...more } },
});
const outputOf = ({ output = 'null' }: Ended): unknown => JSON.parse(output);
const event = ({ events }: Ended, name: string) => events.find(({ type }) => type === name);

describe('a task of a function by its ARN', () => {
  it('hands over its input, and its result is what the function returns', async () => {
    const machine = await makeMachine(target, task({ Resource: arn }));

    const ended = await run(target, machine, { a: 1 });

    expect(outputOf(ended)).toEqual({ got: { a: 1 } });
    expect(event(ended, 'LambdaFunctionScheduled')?.lambdaFunctionScheduledEventDetails).toEqual({
      resource: arn,
      input: '{"a":1}',
      inputDetails: { truncated: false },
    });
    expect(event(ended, 'LambdaFunctionSucceeded')?.lambdaFunctionSucceededEventDetails?.output).toBe(
      '{"got":{"a":1}}',
    );
  });

  it('has null as its result where the function returns nothing', async () => {
    const machine = await makeMachine(target, task({ Resource: arn }));

    expect((await run(target, machine, { none: true })).output).toBe('null');
  });

  it('fails with the name of what the function threw, and its whole payload as the cause', async () => {
    const machine = await makeMachine(target, task({ Resource: arn }));

    const ended = await run(target, machine, { fail: true });

    const told = event(ended, 'LambdaFunctionFailed')?.lambdaFunctionFailedEventDetails;
    expect(told).toEqual({ error: 'OutOfStock', cause: expect.stringMatching(/^\{"errorType":"OutOfStock",/) });
    expect(JSON.parse(told?.cause ?? '')).toMatchObject({ errorMessage: 'no stock', trace: expect.any(Array) });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'OutOfStock', cause: told?.cause });
  });

  it('fails with a result beyond 256 KiB', async () => {
    const machine = await makeMachine(target, task({ Resource: arn }));

    expect(await run(target, machine, { large: true })).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${arn}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    });
  });

  it('fails with what Lambda says of a function that is not there', async () => {
    const machine = await makeMachine(target, task({ Resource: `${arn}0` }));

    expect(await run(target, machine)).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause: expect.stringMatching(
        /^Function not found: \S+:function:f0\S* \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [\da-f-]{36}; Proxy: null\)$/,
      ),
    });
  });
});

describe('lambda:invoke', () => {
  it('tells the payload as JSON, and how the answer came', async () => {
    const machine = await makeMachine(target, task({ Parameters: { FunctionName: arn, 'Payload.$': '$' } }));

    const ended = await run(target, machine, { a: 1 });

    const { requestId, length, date } = { requestId: expect.any(String), length: '15', date: expect.any(String) };
    expect(outputOf(ended)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { got: { a: 1 } },
      SdkHttpMetadata: {
        AllHttpHeaders: {
          'X-Amz-Executed-Version': ['$LATEST'],
          'x-amzn-Remapped-Content-Length': ['0'],
          'Content-Length': [length],
        },
        HttpHeaders: {
          Connection: 'keep-alive',
          'Content-Length': length,
          'Content-Type': 'application/json',
          Date: date,
          'X-Amz-Executed-Version': '$LATEST',
          'x-amzn-Remapped-Content-Length': '0',
          'x-amzn-RequestId': requestId,
          'X-Amzn-Trace-Id': expect.stringMatching(/^root=1-[\da-f]{8}-[\da-f]{24};parent=[\da-f]{16};sampled=[01]$/),
        },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: 200,
    });
    expect(Object.keys(outputOf(ended) as object)).toEqual([
      'ExecutedVersion',
      'Payload',
      'SdkHttpMetadata',
      'SdkResponseMetadata',
      'StatusCode',
    ]);
    expect(event(ended, 'TaskScheduled')?.taskScheduledEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'us-east-1',
      parameters: `{"FunctionName":"${arn}","Payload":{"a":1}}`,
    });
  });

  it('takes names of all forms, a qualifier, a text as the payload and a client context', async () => {
    const client = Buffer.from('{"custom":{"k":"v"}}').toString('base64');
    const Parameters = { FunctionName: 'f', Qualifier: '$LATEST', Payload: 'text', ClientContext: client };
    const machine = await makeMachine(target, task({ Parameters }));

    expect(outputOf(await run(target, machine))).toMatchObject({
      Payload: { got: 'text', client: { custom: { k: 'v' } } },
    });
  });

  it('fails like the function does', async () => {
    const machine = await makeMachine(target, task({ Parameters: { FunctionName: 'f', Payload: { fail: true } } }));

    const ended = await run(target, machine);

    expect(event(ended, 'TaskFailed')?.taskFailedEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke',
      error: 'OutOfStock',
      cause: expect.stringMatching(/^\{"errorType":"OutOfStock","errorMessage":"no stock"/),
    });
  });

  it('has results of 256 KiB at most', async () => {
    const machine = await makeMachine(target, task({ Parameters: { FunctionName: 'f', Payload: { large: true } } }));

    expect(await run(target, machine)).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});
