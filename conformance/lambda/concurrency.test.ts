import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(async () => {
  const config = target.cloud.clientConfig();
  // Throttles are what is tested: the SDK must not try again.
  client = new LambdaClient({ ...config, maxAttempts: 1 });
  await makeFunction(client, 'exports.handler = async (e) => new Promise((r) => setTimeout(r, e.ms ?? 0, 1));');
});

const reserve = (ReservedConcurrentExecutions: number) =>
  client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions }));

describe('reserved concurrency', () => {
  it('throttles the invoke beyond it', async () => {
    await reserve(1);
    const first = invoke(client, { ms: 500 });

    await expect(invoke(client)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      $metadata: { httpStatusCode: 429 },
    });
    expect((await first).payload).toBe(1);
    expect((await invoke(client)).payload).toBe(1);
  });

  it('of 0 throttles all', async () => {
    await reserve(0);

    await expect(invoke(client)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  it('is shown, counted against the account, and taken away', async () => {
    await reserve(100);

    const { AccountLimit, AccountUsage } = await client.send(new GetAccountSettingsCommand());
    const shown = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: 'f' }));
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'f' }));
    const gone = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: 'f' }));

    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 });
    expect(AccountUsage).toMatchObject({ FunctionCount: 1 });
    expect(shown.ReservedConcurrentExecutions).toBe(100);
    expect(gone.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('leaves a hundred to the other functions', async () => {
    await expect(reserve(901)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
  });
});
