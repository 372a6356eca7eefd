import {
  type Architecture,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction, role, zip } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(async () => {
  client = target.client(LambdaClient);
  await makeFunction(client, 'exports.handler = async (e) => e;');
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const create = (input: object) =>
  client.send(
    new CreateFunctionCommand({
      FunctionName: 'g',
      Role: role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.js': '' }) },
      ...input,
    }),
  );
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));

describe('names', () => {
  it('of new functions have 64 characters at most', async () => {
    const name = 'a'.repeat(65);

    await expect(create({ FunctionName: name })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    });
    expect((await create({ FunctionName: 'a'.repeat(64) })).FunctionName).toHaveLength(64);
  });

  it('have 140 or 170 characters at most, by operation', async () => {
    const name = 'a'.repeat(171);
    const limit = (most: number) => ({
      name: 'ValidationException',
      message: `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    });

    await expect(create({ FunctionName: name })).rejects.toMatchObject(limit(140));
    await expect(client.send(new DeleteFunctionCommand({ FunctionName: name }))).rejects.toMatchObject(limit(140));
    await expect(client.send(new GetFunctionCommand({ FunctionName: name }))).rejects.toMatchObject(limit(170));
    await expect(client.send(new InvokeCommand({ FunctionName: name }))).rejects.toMatchObject(limit(170));
  });

  it('are told with the pattern that they break, beside a qualifier that breaks its own', async () => {
    const asked = new GetFunctionCommand({ FunctionName: 'a b', Qualifier: 'c d' });

    await expect(client.send(asked)).rejects.toMatchObject({
      name: 'ValidationException',
      message: String.raw`2 validation errors detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?; Value 'c d' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`,
    });
  });
});

it('tags are fifty at most, from the beginning', async () => {
  const refusal = { name: 'InvalidParameterValueException', message: 'Number of tags exceeds resource tag limit.' };

  await expect(create({ Tags: many(51) })).rejects.toMatchObject(refusal);
  await create({ Tags: many(50) });
  const one = new TagResourceCommand({ Resource: arn.replace(/f$/, 'g'), Tags: { more: 'v' } });
  await expect(client.send(one)).rejects.toMatchObject(refusal);
});

it('the weights of an alias are of numbered versions', async () => {
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  const asked = new CreateAliasCommand({
    FunctionName: 'f',
    Name: 'live',
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.5 } },
  });

  await expect(client.send(asked)).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]",
  });
});

it('an alias that is to be changed and is not there is told in words of its own', async () => {
  await expect(client.send(new UpdateAliasCommand({ FunctionName: 'f', Name: 'no' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Alias not found: ${arn}:no`,
  });
});

it('concurrency is reserved for whole functions, and refused without a type', async () => {
  const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    client
      .send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }))
      .catch((error: unknown) => error);

  for (const refused of [await reserve(`${arn}:1`, 1), await reserve('f', 1001)]) {
    expect(refused).toMatchObject({ name: 'InvalidParameterValueException' });
    expect((refused as { Type?: string }).Type).toBeUndefined();
  }
  expect(await reserve(`${arn}:1`, 1)).toMatchObject({
    message:
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  });
});

it('a version that is not there is deleted, and an alias is not', async () => {
  const remove = (Qualifier: string) => client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier }));

  expect((await remove('7')).$metadata.httpStatusCode).toBe(204);
  await expect(remove('live')).rejects.toMatchObject({ message: 'Deletion of aliases is not currently supported.' });
});

it('requests of more than 70,167,211 bytes are refused as such', async () => {
  await expect(create({ Code: { ZipFile: Buffer.alloc(52_700_000) } })).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
    message: 'Request must be smaller than 70167211 bytes for the CreateFunction operation',
    $metadata: { httpStatusCode: 413 },
  });
});

it('functions are listed in all versions or in none', async () => {
  const asked = { FunctionVersion: 'SOME' } as unknown as { FunctionVersion: 'ALL' };

  await expect(client.send(new ListFunctionsCommand(asked))).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value 'SOME' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]",
  });
});

it('architectures are told as a list', async () => {
  const Architectures = ['mips'] as unknown as Architecture[];
  const constraint =
    'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]';
  const layer = new PublishLayerVersionCommand({
    LayerName: 'l',
    Content: { ZipFile: zip({ a: '' }) },
    CompatibleArchitectures: Architectures,
  });

  await expect(create({ Architectures })).rejects.toMatchObject({
    name: 'ValidationException',
    message: `1 validation error detected: Value '[mips]' at 'architectures' failed to satisfy constraint: ${constraint}`,
  });
  await expect(client.send(layer)).rejects.toMatchObject({
    message: `1 validation error detected: Value '[mips]' at 'compatibleArchitectures' failed to satisfy constraint: ${constraint}`,
  });
});
