import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction, zip } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(async () => {
  client = target.client(LambdaClient);
  await makeFunction(client, saying('one'));
});

const saying = (word: string): string =>
  `exports.handler = async (e, c) => ['${word}', c.functionVersion, c.invokedFunctionArn.split(':').slice(6).join(':')];`;

const update = (word: string) =>
  client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zip({ 'index.js': saying(word) }) }));
const publish = (input: object = {}) => client.send(new PublishVersionCommand({ FunctionName: 'f', ...input }));
const alias = (input: object) =>
  client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', ...input }));
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('PublishVersion', () => {
  it('keeps code and settings as they were', async () => {
    await publish({ Description: 'first' });
    await update('two');

    expect((await invoke(client, {}, { Qualifier: '1' })).payload).toEqual(['one', '1', 'f:1']);
    expect((await invoke(client)).payload).toEqual(['two', '$LATEST', 'f']);
    expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName: `${arn}:1` }))).toMatchObject({
      FunctionArn: `${arn}:1`,
      Version: '1',
      Description: 'first',
      State: 'Active',
    });
  });

  it('publishes nothing new when nothing changed', async () => {
    const versions = [await publish(), await publish()];
    await update('two');
    versions.push(await publish());

    expect(versions.map(({ Version }) => Version)).toEqual(['1', '1', '2']);
  });

  it('never uses a number again', async () => {
    await publish();
    await client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' }));

    expect((await publish()).Version).toBe('2');
  });

  it('refuses a hash of other code', async () => {
    await expect(publish({ CodeSha256: 'other' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(
        /^CodeSHA256 \(other\) is different from current CodeSHA256 in \$LATEST \(.*=\)\. Please try again with the CodeSHA256 in \$LATEST\.$/,
      ),
    });
  });
});

describe('ListVersionsByFunction', () => {
  it('lists $LATEST and the numbers in order', async () => {
    for (let n = 1; n <= 11; n += 1) {
      await update(String(n));
      await publish();
    }

    const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f' }));

    expect(Versions?.map(({ Version }) => Version)).toEqual([
      '$LATEST',
      ...Array.from({ length: 11 }, (_, n) => `${n + 1}`),
    ]);
    expect(Versions?.[1]).not.toHaveProperty('State');
  });
});

describe('aliases', () => {
  it('lead to their version', async () => {
    await publish();
    const created = await alias({ Description: 'the one' });
    await update('two');

    expect(created).toMatchObject({
      AliasArn: `${arn}:live`,
      Name: 'live',
      FunctionVersion: '1',
      Description: 'the one',
    });
    expect(await invoke(client, {}, { Qualifier: 'live' })).toMatchObject({
      executedVersion: '1',
      payload: ['one', '1', 'f:live'],
    });
  });

  it('are moved by an update', async () => {
    await publish();
    await alias({});
    await update('two');
    await publish();

    await client.send(new UpdateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' }));

    expect((await invoke(client, {}, { Qualifier: 'live' })).payload).toEqual(['two', '2', 'f:live']);
  });

  it('share their invokes between two versions', async () => {
    await publish();
    await update('two');
    await publish();
    await alias({ RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } });

    const versions = new Set<string | undefined>();
    for (let n = 0; n < 40; n += 1) versions.add((await invoke(client, {}, { Qualifier: 'live' })).executedVersion);

    expect([...versions].sort()).toEqual(['1', '2']);
  });

  it('are listed by version, and deleted', async () => {
    await publish();
    await alias({});
    await alias({ Name: 'edge', FunctionVersion: '$LATEST' });

    const listed = await client.send(new ListAliasesCommand({ FunctionName: 'f', FunctionVersion: '1' }));
    await client.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'live' }));

    expect(listed.Aliases?.map(({ Name }) => Name)).toEqual(['live']);
    await expect(client.send(new GetAliasCommand({ FunctionName: 'f', Name: 'live' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Cannot find alias arn: ${arn}:live`,
    });
  });

  const refused: readonly [string, object, string][] = [
    ['a version that is not there', { FunctionVersion: '9' }, `Function not found: ${arn}:9`],
    ['a name that is taken', {}, `Alias already exists: ${arn}:live`],
    [
      'three versions',
      { Name: 'x', RoutingConfig: { AdditionalVersionWeights: { 2: 0.1, 3: 0.1 } } },
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      'a weight for $LATEST',
      { Name: 'x', FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } },
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
    [
      'a number as a name',
      { Name: '7' },
      "1 validation error detected: Value '7' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    ],
  ];
  for (const [what, input, message] of refused) {
    it(`refuse ${what}`, async () => {
      await publish();
      await alias({});

      await expect(alias(input)).rejects.toMatchObject({ message });
    });
  }

  it('keep the version that they lead to from being deleted', async () => {
    await publish();
    await alias({});

    const deletion = client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' }));

    await expect(deletion).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Unable to delete version because the following aliases reference it: [live]',
    });
  });
});
