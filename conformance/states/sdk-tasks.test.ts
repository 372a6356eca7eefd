import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

beforeEach(async () => {
  await target.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: 'items',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

let made = 0;

/** What became of one task, in a machine of its own. */
async function call(resource: string, Parameters: object = {}, more: object = {}): Promise<Ended> {
  const Resource = `arn:aws:states:::aws-sdk:${resource}`;
  const machine = await makeMachine(
    target,
    {
      StartAt: 'Call',
      States: { Call: { Type: 'Task', Resource, Parameters, End: true, ...more } },
    },
    { name: `m${++made}` },
  );
  return run(target, machine);
}

const outputOf = ({ output = 'null' }: Ended): unknown => JSON.parse(output);
const item = { id: { S: 'a' }, flag: { Bool: true }, none: { Nul: true }, tags: { Ss: ['x'] }, n: { N: '1' } };

describe('a task of an operation', () => {
  it('names members as Java does, whatever the API calls them', async () => {
    expect(outputOf(await call('dynamodb:putItem', { TableName: 'items', Item: item }))).toEqual({});
    const ended = await call('dynamodb:getItem', { TableName: 'items', Key: { id: { S: 'a' } } });

    expect(outputOf(ended)).toEqual({ Item: item });
    expect(ended.events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'aws-sdk:dynamodb',
      resource: 'getItem',
      region: 'us-east-1',
      parameters: '{"TableName":"items","Key":{"id":{"S":"a"}}}',
    });
  });

  it('takes the names of the API as well', async () => {
    await call('dynamodb:putItem', { TableName: 'items', Item: { id: { S: 'b' }, flag: { BOOL: false } } });

    expect(outputOf(await call('dynamodb:getItem', { TableName: 'items', Key: { id: { S: 'b' } } }))).toEqual({
      Item: { id: { S: 'b' }, flag: { Bool: false } },
    });
  });

  it('tells times as ISO 8601 and bodies as text', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: '{"a":1}' }));

    expect(outputOf(await call('s3:getObject', { Bucket: 'bucket', Key: 'k' }))).toMatchObject({
      Body: '{"a":1}',
      ContentLength: 7,
      ETag: expect.any(String),
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
    });
  });

  it('reads parameters and secrets', async () => {
    await target.client(SSMClient).send(new PutParameterCommand({ Name: '/p', Type: 'String', Value: 'v' }));
    await target.client(SecretsManagerClient).send(new CreateSecretCommand({ Name: 's', SecretString: 'x' }));

    expect(outputOf(await call('ssm:getParameter', { Name: '/p' }))).toMatchObject({
      Parameter: { Name: '/p', Value: 'v', Version: 1, Arn: expect.any(String) },
    });
    expect(outputOf(await call('secretsmanager:getSecretValue', { SecretId: 's' }))).toMatchObject({
      Arn: expect.any(String),
      SecretString: 'x',
    });
  });
});

describe('a task of an operation that is refused', () => {
  const ids = { dynamodb: '[0-9A-Z]{52}', other: '[0-9a-f-]{36}' };
  const condition = { ConditionExpression: 'attribute_exists(id)' };

  it.each([
    [
      'dynamodb:putItem',
      { TableName: 'items', Item: { id: { S: 'x' } }, ...condition },
      'DynamoDb.ConditionalCheckFailedException',
      `^The conditional request failed \\(Service: DynamoDb, Status Code: 400, Request ID: ${ids.dynamodb}\\)$`,
    ],
    [
      'dynamodb:getItem',
      { TableName: 'none', Key: { id: { S: 'x' } } },
      'DynamoDb.ResourceNotFoundException',
      `^Requested resource not found \\(Service: DynamoDb, Status Code: 400, Request ID: ${ids.dynamodb}\\)$`,
    ],
    [
      'dynamodb:getItem',
      { TableName: 'items', Key: { other: { S: 'x' } } },
      'DynamoDb.DynamoDbException',
      '^The provided key element does not match the schema \\(Service: DynamoDb, Status Code: 400, ',
    ],
    [
      's3:getObject',
      { Bucket: 'none', Key: 'k' },
      'S3.NoSuchBucketException',
      '^The specified bucket does not exist \\(Service: S3, Status Code: 404, Request ID: ',
    ],
    [
      'sqs:sendMessage',
      { QueueUrl: 'http://localhost/000000000000/none', MessageBody: 'x' },
      'Sqs.QueueDoesNotExistException',
      `^The specified queue does not exist\\. \\(Service: Sqs, Status Code: 400, Request ID: ${ids.other}\\)$`,
    ],
    [
      'sfn:startExecution',
      { StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none' },
      'Sfn.StateMachineDoesNotExistException',
      "^State Machine Does Not Exist: '\\S+:none' \\(Service: Sfn, Status Code: 400, Request ID: ",
    ],
    [
      'secretsmanager:getSecretValue',
      { SecretId: 'none' },
      'SecretsManager.ResourceNotFoundException',
      '\\(Service: SecretsManager, Status Code: 400, Request ID: ',
    ],
    ['ssm:getParameter', { Name: '/none' }, 'Ssm.ParameterNotFoundException', '\\(Service: Ssm, Status Code: 400, '],
    [
      'lambda:getFunction',
      { FunctionName: 'none' },
      'Lambda.ResourceNotFoundException',
      'Service: Lambda, Status Code: 404',
    ],
  ])('%s fails in the words of the SDK', async (resource, Parameters, error, cause) => {
    const ended = await call(resource, Parameters);

    const failed = { error, cause: expect.stringMatching(new RegExp(cause)) };
    const [type, action] = resource.split(':');
    expect(ended).toMatchObject({ status: 'FAILED', ...failed });
    expect(ended.events[4]?.taskFailedEventDetails).toMatchObject({
      resourceType: `aws-sdk:${type}`,
      resource: action,
      ...failed,
    });
  });

  it('has results of 256 KiB at most', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x'.repeat(300 * 1024) }));

    expect(await call('s3:getObject', { Bucket: 'bucket', Key: 'k' })).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'aws-sdk:s3' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it('is called as the role of its Credentials', async () => {
    const RoleArn = 'arn:aws:iam::000000000000:role/other';
    const ended = await call('sts:getCallerIdentity', {}, { Credentials: { RoleArn } });

    expect(outputOf(ended)).toMatchObject({ Arn: expect.stringContaining(':assumed-role/other/') });
    expect(ended.events[2]?.taskScheduledEventDetails?.taskCredentials).toEqual({ roleArn: RoleArn });
  });
});
