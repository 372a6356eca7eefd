import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { startCloud } from 'squall';
import { expect, it } from 'vitest';

const FunctionName = 'f';
const zip = (text: string) => zipSync({ 'index.js': Buffer.from(text) });

it('archives of code are freed with the last version or layer that has them', async () => {
  await using cloud = await startCloud({ log: 'error' });
  const client = new LambdaClient(cloud.clientConfig());
  const blobsLeft = async () => {
    await cloud.kernel.blobs.sweep();
    return cloud.kernel.blobs.usage.count;
  };
  const layer = { LayerName: 'l', Content: { ZipFile: zip('layer') } };
  const { LayerVersionArn = '' } = await client.send(new PublishLayerVersionCommand(layer));
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/f',
      Handler: 'index.handler',
      Code: { ZipFile: zip('one') },
      Layers: [LayerVersionArn],
      Publish: true,
    }),
  );
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip('two') }));
  await client.send(new DeleteLayerVersionCommand({ LayerName: 'l', VersionNumber: 1 }));
  expect(await blobsLeft()).toBe(3);

  await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
  expect(await blobsLeft()).toBe(2);
  await client.send(new DeleteFunctionCommand({ FunctionName }));

  expect(await blobsLeft()).toBe(0);
});

it('unpacked code is removed with its archive, and made again when that comes back', async () => {
  await using cloud = await startCloud({ log: 'error' });
  const client = new LambdaClient(cloud.clientConfig());
  const root = join(cloud.kernel.settings.workDirectory, 'lambda');
  const unpacked = () => readdirSync(join(root, 'code'));
  const invoke = async () => {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
    return Buffer.from(Payload ?? '').toString();
  };
  const code = (revision: number) => zip(`exports.handler = async () => ${revision};`);
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/f',
      Handler: 'index.handler',
      Code: { ZipFile: code(1) },
    }),
  );
  expect(await invoke()).toBe('1');
  const [first] = unpacked();

  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code(2) }));
  await cloud.kernel.blobs.sweep();
  expect(await invoke()).toBe('2');

  expect(unpacked()).toHaveLength(1);
  expect(unpacked()).not.toContain(first);
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code(1) }));
  expect(await invoke()).toBe('1');
});
