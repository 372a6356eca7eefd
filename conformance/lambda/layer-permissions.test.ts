import * as Lambda from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction, zip } from './make-function.ts';

const target = useCloud();
let client: Lambda.LambdaClient;
beforeEach(() => {
  client = target.client(Lambda.LambdaClient);
});

const named = { LayerName: 'l', VersionNumber: 1 };
const layerArn = 'arn:aws:lambda:us-east-1:000000000000:layer:l';
const publish = () =>
  client.send(
    new Lambda.PublishLayerVersionCommand({
      LayerName: 'l',
      Content: { ZipFile: zip({ 'nodejs/a.js': '' }) },
      CompatibleRuntimes: ['nodejs24.x'],
      Description: 'shared',
    }),
  );

describe('GetLayerVersionByArn', () => {
  it('answers as GetLayerVersion does', async () => {
    await publish();

    const byArn = await client.send(new Lambda.GetLayerVersionByArnCommand({ Arn: `${layerArn}:1` }));
    const byName = await client.send(new Lambda.GetLayerVersionCommand(named));

    expect(byArn).toMatchObject({
      LayerArn: layerArn,
      LayerVersionArn: `${layerArn}:1`,
      Version: 1,
      Description: 'shared',
      CompatibleRuntimes: ['nodejs24.x'],
      CreatedDate: byName.CreatedDate,
      Content: { CodeSha256: byName.Content?.CodeSha256, CodeSize: byName.Content?.CodeSize },
    });
  });

  it.each([
    ['a version that is not there', `${layerArn}:9`, 'ResourceNotFoundException', 404],
    ['an ARN without a version', layerArn, 'ValidationException', 400],
  ])('refuses %s', async (_, Arn, name, httpStatusCode) => {
    await publish();

    await expect(client.send(new Lambda.GetLayerVersionByArnCommand({ Arn }))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
  });
});

describe('RemoveLayerVersionPermission', () => {
  const add = (StatementId: string) =>
    client.send(
      new Lambda.AddLayerVersionPermissionCommand({
        ...named,
        StatementId,
        Action: 'lambda:GetLayerVersion',
        Principal: '111111111111',
      }),
    );
  const remove = (more: Partial<Lambda.RemoveLayerVersionPermissionCommandInput>) =>
    client.send(new Lambda.RemoveLayerVersionPermissionCommand({ ...named, StatementId: 'one', ...more }));
  const policy = () => client.send(new Lambda.GetLayerVersionPolicyCommand(named));

  it('takes one statement away and, with the last one, the policy', async () => {
    await publish();
    await add('one');
    await add('two');

    const removed = await remove({});
    const left = JSON.parse((await policy()).Policy ?? '') as {
      readonly Statement: readonly { readonly Sid: string }[];
    };
    await remove({ StatementId: 'two' });

    expect(removed.$metadata.httpStatusCode).toBe(204);
    expect(left.Statement.map(({ Sid }) => Sid)).toEqual(['two']);
    await expect(policy()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'No policy is associated with the given resource.',
    });
  });

  it('refuses a statement that is not there and a revision that is not the latest', async () => {
    await publish();
    await add('one');

    await expect(remove({ StatementId: 'other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Statement other is not found in resource policy.',
    });
    await expect(remove({ RevisionId: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
    await remove({ RevisionId: (await policy()).RevisionId });
  });
});

describe('ListFunctionEventInvokeConfigs', () => {
  it('tells those of the function and of its versions, page by page', async () => {
    await makeFunction(client, 'exports.handler = async () => 1;');
    await client.send(new Lambda.PublishVersionCommand({ FunctionName: 'f' }));
    for (const [Qualifier, MaximumRetryAttempts] of [
      ['$LATEST', 0],
      ['1', 1],
    ] as const) {
      await client.send(
        new Lambda.PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', Qualifier, MaximumRetryAttempts }),
      );
    }
    const list = (Marker?: string) =>
      client.send(new Lambda.ListFunctionEventInvokeConfigsCommand({ FunctionName: 'f', MaxItems: 1, Marker }));

    const first = await list();
    const second = await list(first.NextMarker);

    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    const found = [...(first.FunctionEventInvokeConfigs ?? []), ...(second.FunctionEventInvokeConfigs ?? [])];
    expect(first.FunctionEventInvokeConfigs).toHaveLength(1);
    expect(second.NextMarker).toBeUndefined();
    expect(found.map(({ FunctionArn, MaximumRetryAttempts }) => [FunctionArn, MaximumRetryAttempts]).sort()).toEqual([
      [`${arn}:$LATEST`, 0],
      [`${arn}:1`, 1],
    ]);
  });

  it('knows no function that is not there', async () => {
    await expect(
      client.send(new Lambda.ListFunctionEventInvokeConfigsCommand({ FunctionName: 'none' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
