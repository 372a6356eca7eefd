import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { describe, expect, it } from 'vitest';
import { AwsError, SquallError, UnsupportedError } from '../../kernel/errors.ts';
import { dynamoDbRequestId } from '../json/dynamodb-json.ts';
import { createRequestHandler } from '../request-handler.ts';
import { identifyCall, serializeError } from '../wire.ts';

/** A client's configuration whose server fails every call with `error`. */
const failingWith = (error: unknown) => ({
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
  maxAttempts: 1,
  requestHandler: createRequestHandler(async (request) => serializeError(identifyCall(request), error, 'the-id')),
});

/** Sends and gives back what the client threw. */
async function thrown(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await call.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  return error as Record<string, unknown>;
}

const notFound = new AwsError('ResourceNotFoundException', 'Not <there> & "gone"');
const item = new GetItemCommand({ TableName: 't', Key: {} });
const alarms = new GetDashboardCommand({ DashboardName: 'd' });

describe('an AwsError reaches the SDK as its exception', () => {
  it.each([
    ['awsJson1.0', () => new DynamoDBClient(failingWith(notFound)).send(item), 400, dynamoDbRequestId('the-id')],
    [
      'awsJson1.1',
      () => new SecretsManagerClient(failingWith(notFound)).send(new GetSecretValueCommand({ SecretId: 's' })),
      400,
    ],
    [
      'restJson1',
      () => new LambdaClient(failingWith(notFound)).send(new GetFunctionCommand({ FunctionName: 'f' })),
      404,
    ],
    [
      'rpcv2Cbor',
      () => new CloudWatchClient({ ...failingWith(notFound), protocol: SmithyRpcV2CborProtocol }).send(alarms),
      404,
    ],
  ])('in %s', async (_, send, status, requestId = 'the-id') => {
    const error = await thrown(send());

    expect(error).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Not <there> & "gone"',
      $fault: 'client',
    });
    expect(error['$metadata']).toMatchObject({ httpStatusCode: status, requestId });
  });

  it('in the protocol of EC2, which tells of keys and signatures in one way', async () => {
    const send = (error: AwsError) => thrown(new EC2Client(failingWith(error)).send(new DescribeVpcsCommand({})));

    expect(await send(new AwsError('InvalidVpcID.NotFound', 'Not <there>'))).toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: 'Not <there>',
      $metadata: { httpStatusCode: 400, requestId: 'the-id' },
    });
    expect(await send(new AwsError('UnrecognizedClientException', 'unknown'))).toMatchObject({
      name: 'AuthFailure',
      message: 'AWS was not able to validate the provided access credentials',
      $metadata: { httpStatusCode: 401 },
    });
  });

  it('in the query protocol, with the code and the status that it has there', async () => {
    const missing = new AwsError('ValidationError', 'Stack with id s does not exist');
    const changeSet = new AwsError('ChangeSetNotFoundException', 'gone');
    const send = (error: AwsError) =>
      thrown(new CloudFormationClient(failingWith(error)).send(new DescribeStacksCommand({})));

    expect(await send(missing)).toMatchObject({
      name: 'ValidationError',
      Type: 'Sender',
      $metadata: { httpStatusCode: 400 },
    });
    expect(await send(changeSet)).toMatchObject({
      name: 'ChangeSetNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('in S3, with members and without a body for HEAD', async () => {
    const noKey = new AwsError('NoSuchKey', 'The specified key does not exist.', {
      status: 404,
      members: { Key: 'k' },
    });
    const config = { ...failingWith(noKey), forcePathStyle: true };
    const place = { Bucket: 'b', Key: 'k' };

    const got = await thrown(new S3Client(config).send(new GetObjectCommand(place)));

    expect(got).toMatchObject({ name: 'NoSuchKey', Key: 'k', $metadata: { httpStatusCode: 404, requestId: 'the-id' } });
    expect(await thrown(new S3Client(config).send(new HeadObjectCommand(place)))).toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('with the members of its shape', async () => {
    const canceled = new AwsError('TransactionCanceledException', 'Transaction cancelled', {
      members: { CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { b: { B: 'AAEC' } } }] },
    });

    const error = await thrown(
      new DynamoDBClient(failingWith(canceled)).send(new TransactWriteItemsCommand({ TransactItems: [] })),
    );

    expect(error['CancellationReasons']).toEqual([
      { Code: 'ConditionalCheckFailed', Item: { b: { B: Uint8Array.of(0, 1, 2) } } },
    ]);
  });

  it('with the header that a member is bound to', async () => {
    const busy = new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
      members: { retryAfterSeconds: '7', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });

    const error = await thrown(new LambdaClient(failingWith(busy)).send(new InvokeCommand({ FunctionName: 'f' })));

    expect(error).toMatchObject({ retryAfterSeconds: '7', Type: 'User', $metadata: { httpStatusCode: 429 } });
  });

  it('under its query name for services that once spoke query', async () => {
    const noQueue = new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

    const error = await thrown(new SQSClient(failingWith(noQueue)).send(new GetQueueUrlCommand({ QueueName: 'q' })));

    expect(error).toMatchObject({
      name: 'QueueDoesNotExist',
      Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' },
    });
  });
});

describe('authentication errors have the name of their protocol', () => {
  const refused = new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');

  it.each([
    ['UnrecognizedClientException', 400, () => new DynamoDBClient(failingWith(refused)).send(item)],
    [
      'InvalidClientTokenId',
      403,
      () => new CloudFormationClient(failingWith(refused)).send(new DescribeStacksCommand({})),
    ],
    [
      'InvalidAccessKeyId',
      403,
      () =>
        new S3Client({ ...failingWith(refused), forcePathStyle: true }).send(
          new GetObjectCommand({ Bucket: 'b', Key: 'k' }),
        ),
    ],
  ])('%s', async (name, httpStatusCode, send) => {
    expect(await thrown(send())).toMatchObject({ name, $metadata: { httpStatusCode } });
  });
});

describe('other errors', () => {
  it('what is not emulated is 501 and named', async () => {
    const error = await thrown(new DynamoDBClient(failingWith(new UnsupportedError('dynamodb:GetItem'))).send(item));

    expect(error).toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501, attempts: 1 } });
    expect(error['message']).toContain('dynamodb:GetItem');
  });

  it("a user's mistake is told with its hint", async () => {
    const mistake = new SquallError('InvalidOption', 'No.', 'Do this.');

    const error = await thrown(new DynamoDBClient(failingWith(mistake)).send(item));

    expect(error).toMatchObject({ name: 'InvalidOption', message: 'No. Do this.', $metadata: { httpStatusCode: 400 } });
  });

  it('our own bugs tell nothing of our inside', async () => {
    const bug = new TypeError("Cannot read properties of undefined (reading 'secret')");

    const json = await thrown(new DynamoDBClient(failingWith(bug)).send(item));
    const xml = await thrown(
      new S3Client({ ...failingWith(bug), forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
    );

    expect(json).toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
    expect(xml).toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
    expect(JSON.stringify([json['message'], xml['message']])).not.toContain('secret');
  });
});
