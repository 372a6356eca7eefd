import {
  AddLayerVersionPermissionCommand,
  AddPermissionCommand,
  GetLayerVersionByArnCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction, zip } from './make-function.ts';

const target = useCloud();
const other = '111111111111';
let owner: LambdaClient;
let guest: LambdaClient;
beforeEach(() => {
  owner = target.client(LambdaClient);
  const credentials = { accessKeyId: other, secretAccessKey: 'test' };
  guest = new LambdaClient({ ...target.cloud.clientConfig(), credentials });
});

describe('a function of another account', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

  it('is invoked where its policy allows it, and runs in its own', async () => {
    await makeFunction(owner, 'exports.handler = async (e, c) => [e.a, c.invokedFunctionArn];');
    const asked = { FunctionName: arn, Payload: JSON.stringify({ a: 1 }) };
    const refusal = await guest.send(new InvokeCommand(asked)).catch((error: unknown) => error);
    await owner.send(
      new AddPermissionCommand({
        FunctionName: 'f',
        StatementId: 's',
        Action: 'lambda:InvokeFunction',
        Principal: other,
      }),
    );

    expect(refusal).toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${other}:root is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no resource-based policy allows the lambda:InvokeFunction action`,
      $metadata: { httpStatusCode: 403 },
    });
    expect((await invoke(guest, { a: 1 }, { FunctionName: arn })).payload).toEqual([1, arn]);
  });
});

describe('a layer of another account', () => {
  it('is taken where its policy allows it', async () => {
    const content = zip({ 'nodejs/node_modules/dep/index.js': 'module.exports = "shared";' });
    const { LayerVersionArn = '' } = await owner.send(
      new PublishLayerVersionCommand({ LayerName: 'l', Content: { ZipFile: content } }),
    );
    const make = () =>
      makeFunction(guest, 'exports.handler = async () => require("dep");', { Layers: [LayerVersionArn] });
    const refusal = await make().catch((error: unknown) => error);
    const { Statement } = await owner.send(
      new AddLayerVersionPermissionCommand({
        LayerName: 'l',
        VersionNumber: 1,
        StatementId: 's',
        Action: 'lambda:GetLayerVersion',
        Principal: `arn:aws:iam::${other}:root`,
      }),
    );
    await make();
    const shown = await guest.send(new GetLayerVersionByArnCommand({ Arn: LayerVersionArn }));

    expect(refusal).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/lambda:GetLayerVersion on resource: arn:aws:lambda:.*:layer:l:1 because/),
    });
    expect(shown).toMatchObject({ LayerVersionArn, Version: 1 });
    expect(JSON.parse(Statement ?? '')).toMatchObject({ Principal: { AWS: `arn:aws:iam::${other}:root` } });
    expect((await invoke(guest)).payload).toBe('shared');
  });
});
