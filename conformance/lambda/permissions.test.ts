import {
  AddPermissionCommand,
  GetPolicyCommand,
  LambdaClient,
  PublishVersionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(async () => {
  client = target.client(LambdaClient);
  await makeFunction(client, 'exports.handler = async () => 1;');
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const add = (input: object = {}) =>
  client.send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 's1',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      ...input,
    }),
  );
const policy = async (Qualifier?: string): Promise<unknown> =>
  JSON.parse((await client.send(new GetPolicyCommand({ FunctionName: 'f', Qualifier }))).Policy ?? '');

describe('AddPermission', () => {
  it('answers the statement, and GetPolicy the policy', async () => {
    const SourceArn = 'arn:aws:execute-api:us-east-1:000000000000:abc/*/*';
    const statement = {
      Sid: 's1',
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arn,
      Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
    };

    const { Statement } = await add({ SourceArn });

    expect(JSON.parse(Statement ?? '')).toEqual(statement);
    expect(await policy()).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
  });

  const principals: readonly [string, unknown][] = [
    ['*', '*'],
    ['111111111111', { AWS: 'arn:aws:iam::111111111111:root' }],
    ['arn:aws:iam::111111111111:role/r', { AWS: 'arn:aws:iam::111111111111:role/r' }],
    ['s3.amazonaws.com', { Service: 's3.amazonaws.com' }],
    ['alexa-appkit.amazon.com', { Service: 'alexa-appkit.amazon.com' }],
  ];
  for (const [Principal, expected] of principals) {
    it(`understands the principal ${Principal}`, async () => {
      const { Statement } = await add({ Principal });

      expect(JSON.parse(Statement ?? '')).toMatchObject({ Principal: expected });
    });
  }

  it('keeps versions apart', async () => {
    await client.send(new PublishVersionCommand({ FunctionName: 'f' }));

    await add({ Qualifier: '1' });

    expect(await policy('1')).toMatchObject({ Statement: [{ Resource: `${arn}:1` }] });
    await expect(policy()).rejects.toMatchObject({ message: 'The resource you requested does not exist.' });
  });

  it('refuses a statement id that is taken', async () => {
    await add();

    await expect(add()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message:
        'The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
  });

  it('refuses a principal that is none', async () => {
    await expect(add({ Principal: 'somebody' })).rejects.toMatchObject({
      message: 'The provided principal was invalid. Please check the principal and try again.',
    });
  });
});

describe('RemovePermission', () => {
  it('takes one statement away, and the policy with the last', async () => {
    await add();
    await add({ StatementId: 's2' });
    const remove = (StatementId: string) =>
      client.send(new RemovePermissionCommand({ FunctionName: 'f', StatementId }));

    await remove('s1');

    expect(await policy()).toMatchObject({ Statement: [{ Sid: 's2' }] });
    await expect(remove('s1')).rejects.toMatchObject({ message: 'Statement s1 is not found in resource policy.' });
    await remove('s2');
    await expect(policy()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
