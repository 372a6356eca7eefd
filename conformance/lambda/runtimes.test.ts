import {
  CreateFunctionCommand,
  LambdaClient,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction, role, zip } from './make-function.ts';

const source = { 'index.js': 'exports.handler = async () => 7;' };
const create = (client: LambdaClient, FunctionName: string, Runtime: Runtime) =>
  client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime,
      Role: role,
      Handler: 'index.handler',
      Code: { ZipFile: zip(source) },
    }),
  );
const refusalOf = (runtime: string) => ({
  name: 'InvalidParameterValueException',
  message: `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
});

describe('retired runtimes', () => {
  const lines: string[] = [];
  const target = useCloud({ log: 'warn', writeLog: (line) => lines.push(line) });
  let client: LambdaClient;
  beforeEach(() => {
    lines.length = 0;
    client = target.client(LambdaClient);
  });

  it('that AWS still takes are created, updated and run, with one warning', async () => {
    await create(client, 'f', 'nodejs18.x');
    await create(client, 'g', 'nodejs18.x');
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'g', Runtime: 'nodejs18.x' }));

    expect((await invoke(client)).payload).toBe(7);
    expect(lines.filter((line) => line.includes('nodejs18.x (f) is retired'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('is retired'))).toHaveLength(1);
  });

  it.each(['nodejs16.x', 'python3.8', 'dotnet6'] as const)('include %s', async (runtime) => {
    expect(await create(client, 'f', runtime)).toMatchObject({ Runtime: runtime });
  });

  it('that AWS takes no more are refused', async () => {
    await makeFunction(client, source);

    await expect(create(client, 'old', 'nodejs14.x')).rejects.toMatchObject(refusalOf('nodejs14.x'));
    const update = new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Runtime: 'python3.7' });
    await expect(client.send(update)).rejects.toMatchObject(refusalOf('python3.7'));
  });

  it('that cannot run here are named with the function', async () => {
    await create(client, 'teapot', 'java21');

    expect(lines.join()).toMatch(/teapot is stored, but invokes of it will be refused: .*java21/);
  });
});

describe('strict runtimes', () => {
  const target = useCloud({ strictRuntimes: true });

  it('are all that are not retired', async () => {
    const client = target.client(LambdaClient);

    await expect(create(client, 'f', 'nodejs18.x')).rejects.toMatchObject(refusalOf('nodejs18.x'));
    expect(await create(client, 'f', 'nodejs20.x')).toMatchObject({ Runtime: 'nodejs20.x' });
  });
});
