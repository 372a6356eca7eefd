import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction, role, zip } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(() => {
  client = target.client(LambdaClient);
});

const echo = 'exports.handler = async (event) => event;';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('CreateFunction', () => {
  const create = (input: object) =>
    client.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: zip({ 'index.js': echo }) },
        ...input,
      }),
    );

  it('answers a pending function with all defaults', async () => {
    const { $metadata, CodeSha256, CodeSize, LastModified, RevisionId, RuntimeVersionConfig, ...rest } = await create(
      {},
    );

    expect($metadata.httpStatusCode).toBe(201);
    expect(CodeSha256).toMatch(/^[\w+/]{43}=$/);
    expect(CodeSize).toBeGreaterThan(100);
    expect(LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(RevisionId).toMatch(/^[\da-f-]{36}$/);
    expect(RuntimeVersionConfig?.RuntimeVersionArn).toMatch(/^arn:aws:lambda:us-east-1::runtime:/);
    expect(rest).toEqual({
      FunctionName: 'f',
      FunctionArn: arn,
      Runtime: 'nodejs24.x',
      Role: role,
      Handler: 'index.handler',
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Version: '$LATEST',
      TracingConfig: { Mode: 'PassThrough' },
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
    });
  });

  it('makes a function that waiters find active', async () => {
    await create({});

    const found = await waitUntilFunctionActiveV2({ client, maxWaitTime: 5 }, { FunctionName: 'f' });

    expect(found.state).toBe('SUCCESS');
  });

  it('shows the version when it publishes', async () => {
    const created = await create({ Publish: true });

    expect(created).toMatchObject({ Version: '1', FunctionArn: arn });
  });

  it('refuses a name that is taken', async () => {
    await create({});

    await expect(create({})).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: f',
      Type: 'User',
      $metadata: { httpStatusCode: 409 },
    });
  });

  const refused: readonly [string, object, object][] = [
    [
      'an archive that is none',
      { Code: { ZipFile: Buffer.from('no zip') } },
      {
        name: 'InvalidParameterValueException',
        message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
      },
    ],
    [
      'an archive that climbs out of its directory',
      { Code: { ZipFile: zip({ '../index.js': echo }) } },
      { message: 'Could not unzip uploaded file. Please check your file, then try to upload again.' },
    ],
    [
      'a runtime that there never was',
      { Runtime: 'cobol85' },
      {
        message: expect.stringMatching(
          /^Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\] or be a valid ARN$/,
        ),
      },
    ],
    [
      'a retired runtime',
      { Runtime: 'nodejs14.x' },
      { message: expect.stringMatching(/^The runtime parameter of nodejs14.x is no longer supported/) },
    ],
    [
      'a role that is no role',
      { Role: 'nobody' },
      {
        name: 'ValidationException',
        message:
          "1 validation error detected: Value 'nobody' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
      },
    ],
    ['a timeout over 900 s', { Timeout: 901 }, { message: /less than or equal to 900/ }],
    [
      'reserved variables',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      { message: /Reserved keys used in this request: AWS_REGION$/ },
    ],
    [
      'variables of more than 4 KB',
      { Environment: { Variables: { BIG: 'x'.repeat(4096) } } },
      { message: /exceeded the 4KB limit. String measured: \{"BIG":"x/ },
    ],
    [
      'layers that are not there',
      { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:no:1'] },
      { message: 'Layer version arn:aws:lambda:us-east-1:000000000000:layer:no:1 does not exist.' },
    ],
  ];
  for (const [what, input, error] of refused) {
    it(`refuses ${what}`, async () => {
      const thrown: unknown = await create(input).catch((reason: unknown) => reason);

      const { message, ...rest } = error as { readonly message?: RegExp | string };
      expect(thrown).toMatchObject(rest);
      if (message instanceof RegExp) expect((thrown as Error).message).toMatch(message);
      else expect(thrown).toMatchObject({ message });
    });
  }

  it('refuses container images by name', async () => {
    await expect(create({ PackageType: 'Image', Code: { ImageUri: 'x/y:1' } })).rejects.toThrow(/container images/);
  });
});

describe('GetFunction', () => {
  it('gives a location from which the archive can be downloaded', async () => {
    const archive = zip({ 'index.js': echo });
    await makeFunction(client, echo, { Code: { ZipFile: archive } });

    const { Code } = await client.send(new GetFunctionCommand({ FunctionName: 'f' }));
    const downloaded = await fetch(Code?.Location ?? '');

    expect(Code?.RepositoryType).toBe('S3');
    expect(Buffer.from(await downloaded.arrayBuffer()).equals(archive)).toBe(true);
  });

  it('finds a function by name, partial ARN and ARN', async () => {
    await makeFunction(client, echo);

    for (const FunctionName of ['f', '000000000000:function:f', arn]) {
      const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName }));
      expect(Configuration).toMatchObject({ FunctionArn: arn, State: 'Active', LastUpdateStatus: 'Successful' });
    }
  });

  it('does not find what is not there', async () => {
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arn}`,
      Type: 'User',
    });
  });

  it('does not reach into another region', async () => {
    const FunctionName = 'arn:aws:lambda:eu-west-1:000000000000:function:f';

    await expect(client.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    });
  });

  it('refuses two different qualifiers', async () => {
    const input = { FunctionName: `${arn}:1`, Qualifier: '2' };

    await expect(client.send(new GetFunctionCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
    });
  });
});

describe('UpdateFunctionConfiguration', () => {
  it('changes what is named and keeps the rest', async () => {
    await makeFunction(client, 'exports.handler = async () => process.env.MODE;', { Timeout: 9 });

    const updated = await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment: { Variables: { MODE: 'new' } } }),
    );

    expect(updated).toMatchObject({
      Timeout: 9,
      LastUpdateStatus: 'InProgress',
      Environment: { Variables: { MODE: 'new' } },
    });
    expect((await invoke(client)).payload).toBe('new');
  });

  it('runs new settings in new environments', async () => {
    await makeFunction(client, 'let n = 0; exports.handler = async () => [process.env.MODE, ++n];');
    await invoke(client);

    await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment: { Variables: { MODE: 'new' } } }),
    );

    expect((await invoke(client)).payload).toEqual(['new', 1]);
  });

  it('refuses a revision that is not the latest', async () => {
    await makeFunction(client, echo);

    const update = client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', RevisionId: 'old' }));

    await expect(update).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
  });
});

describe('UpdateFunctionCode', () => {
  it('runs the new code at the next invoke', async () => {
    await makeFunction(client, echo);
    await invoke(client);

    await client.send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'f',
        ZipFile: zip({ 'index.js': 'exports.handler = async () => "new";' }),
      }),
    );

    expect((await invoke(client)).payload).toBe('new');
  });

  it('changes nothing in a dry run', async () => {
    await makeFunction(client, echo);

    await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', DryRun: true, ZipFile: zip({ 'index.js': 'nonsense' }) }),
    );

    expect((await invoke(client, 'same')).payload).toBe('same');
  });
});

describe('ListFunctions', () => {
  it('pages through all functions', async () => {
    for (const name of ['a', 'b', 'c']) await makeFunction(client, echo, { FunctionName: name });

    const first = await client.send(new ListFunctionsCommand({ MaxItems: 2 }));
    const second = await client.send(new ListFunctionsCommand({ MaxItems: 2, Marker: first.NextMarker }));

    expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['a', 'b']);
    expect(second.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['c']);
    expect(second.NextMarker).toBeUndefined();
  });

  it('goes on behind a page whose last function was deleted', async () => {
    for (const name of ['a', 'b', 'c']) await makeFunction(client, echo, { FunctionName: name });
    const first = await client.send(new ListFunctionsCommand({ MaxItems: 2 }));

    await client.send(new DeleteFunctionCommand({ FunctionName: 'b' }));
    const second = await client.send(new ListFunctionsCommand({ MaxItems: 2, Marker: first.NextMarker }));

    expect(second.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['c']);
  });

  it('refuses a marker that no page gave', async () => {
    const listed = client.send(new ListFunctionsCommand({ Marker: 'nonsense' }));

    await expect(listed).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('DeleteFunction', () => {
  it('takes the function away with its versions', async () => {
    await makeFunction(client, echo, { Publish: true });

    const { $metadata } = await client.send(new DeleteFunctionCommand({ FunctionName: 'f' }));

    expect($metadata.httpStatusCode).toBe(204);
    await expect(
      client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f', Qualifier: '1' })),
    ).rejects.toMatchObject({ message: `Function not found: ${arn}:1` });
  });

  it('does not delete $LATEST alone', async () => {
    await makeFunction(client, echo);

    const input = { FunctionName: 'f', Qualifier: '$LATEST' };

    await expect(client.send(new DeleteFunctionCommand(input))).rejects.toMatchObject({
      message: '$LATEST version cannot be deleted without deleting the function.',
    });
  });
});

describe('tags', () => {
  it('are added, listed and removed', async () => {
    await makeFunction(client, echo, { Tags: { a: '1' } });

    await client.send(new TagResourceCommand({ Resource: arn, Tags: { b: '2', c: '3' } }));
    await client.send(new UntagResourceCommand({ Resource: arn, TagKeys: ['a', 'c'] }));

    expect((await client.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ b: '2' });
  });
});
