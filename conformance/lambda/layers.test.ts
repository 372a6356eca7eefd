import {
  AddLayerVersionPermissionCommand,
  DeleteLayerVersionCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction, zip } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(() => {
  client = target.client(LambdaClient);
});

const publish = (files: Readonly<Record<string, string>>, LayerName = 'l') =>
  client.send(
    new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zip(files) }, CompatibleRuntimes: ['nodejs24.x'] }),
  );
const arn = 'arn:aws:lambda:us-east-1:000000000000:layer:l';
const dependency = (word: string) => ({ 'nodejs/node_modules/dep/index.js': `module.exports = '${word}';` });

describe('layers', () => {
  it('are numbered, described and listed', async () => {
    const published = await publish(dependency('a'));
    await publish(dependency('b'));

    expect(published).toMatchObject({ LayerArn: arn, LayerVersionArn: `${arn}:1`, Version: 1, Description: '' });
    expect(await client.send(new GetLayerVersionCommand({ LayerName: 'l', VersionNumber: 2 }))).toMatchObject({
      LayerVersionArn: `${arn}:2`,
      CompatibleRuntimes: ['nodejs24.x'],
    });
    const { LayerVersions } = await client.send(new ListLayerVersionsCommand({ LayerName: 'l' }));
    expect(LayerVersions?.map(({ Version }) => Version)).toEqual([2, 1]);
    const { Layers } = await client.send(new ListLayersCommand({ CompatibleRuntime: 'nodejs24.x' }));
    expect(Layers).toMatchObject([{ LayerName: 'l', LatestMatchingVersion: { Version: 2 } }]);
  });

  for (const [kind, files] of [
    ['require', { 'index.js': 'const dep = require("dep"); exports.handler = async () => dep;' }],
    ['import', { 'index.mjs': 'import dep from "dep"; export const handler = async () => dep;' }],
  ] as const) {
    it(`give ${kind} what they hold`, async () => {
      await publish(dependency('layered'));

      await makeFunction(client, files, { Layers: [`${arn}:1`] });

      expect((await invoke(client)).payload).toBe('layered');
    });
  }

  it('cover each other in order', async () => {
    await publish(dependency('first'));
    await publish(dependency('second'), 'm');

    const Layers = [`${arn}:1`, 'arn:aws:lambda:us-east-1:000000000000:layer:m:1'];
    await makeFunction(client, 'exports.handler = async () => require("dep");', { Layers });

    expect((await invoke(client)).payload).toBe('second');
  });

  it('stay with the functions that have them when they are deleted', async () => {
    await publish(dependency('kept'));
    await makeFunction(client, 'exports.handler = async () => require("dep");', { Layers: [`${arn}:1`] });

    await client.send(new DeleteLayerVersionCommand({ LayerName: 'l', VersionNumber: 1 }));

    expect((await invoke(client)).payload).toBe('kept');
    await expect(client.send(new GetLayerVersionCommand({ LayerName: 'l', VersionNumber: 1 }))).rejects.toMatchObject({
      message: 'The resource you requested does not exist.',
    });
    expect((await publish(dependency('new'))).Version).toBe(2);
  });

  it('are refused in two versions and more than five', async () => {
    await publish(dependency('a'));
    await publish(dependency('b'));
    const make = (Layers: string[]) => makeFunction(client, 'x', { Layers });

    await expect(make([`${arn}:1`, `${arn}:2`])).rejects.toMatchObject({
      message: `Two different versions of the same layer are not allowed to be referenced in the same function. ${arn}:1 and ${arn}:2 are versions of the same layer.`,
    });
    await expect(make(Array.from({ length: 6 }, (_, n) => `${arn}:${n}`))).rejects.toMatchObject({
      message: 'Cannot reference more than 5 layers.',
    });
  });

  it('that everybody has on AWS are refused by name, and those of others for what they do not allow', async () => {
    const powertools = 'arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7';
    const foreign = 'arn:aws:lambda:us-east-1:123456789012:layer:theirs:1';
    const files = { 'index.js': 'exports.handler = async () => 1;' };

    await expect(makeFunction(client, files, { Layers: [powertools] })).rejects.toThrow(
      'Squall does not emulate the public layer AWSLambdaPowertoolsPythonV3-python312-x86_64 of account 017000801446',
    );
    await expect(makeFunction(client, files, { Layers: [foreign] })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('have policies', async () => {
    await publish(dependency('a'));

    await client.send(
      new AddLayerVersionPermissionCommand({
        LayerName: 'l',
        VersionNumber: 1,
        StatementId: 's',
        Action: 'lambda:GetLayerVersion',
        Principal: '*',
      }),
    );

    const { Policy } = await client.send(new GetLayerVersionPolicyCommand({ LayerName: 'l', VersionNumber: 1 }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({ Statement: [{ Sid: 's', Principal: '*', Resource: `${arn}:1` }] });
  });
});
