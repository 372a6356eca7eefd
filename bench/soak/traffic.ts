import { randomBytes } from 'node:crypto';
import * as gateway from '@aws-sdk/client-apigatewayv2';
import * as stacks from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { zipSync } from 'fflate';

const name = 'soak';
const roleArn = 'arn:aws:iam::000000000000:role/soak';
const itemsMax = 500;
const objectsMax = 20;
const objectBytes = 256 * 1024;
/** Stacks and new code are rarer than requests. */
const rareEvery = 5;

/** Signs with keys that nobody issued, so that a clock that is moved ahead refuses nothing. */
const source = (revision: number): string => `
  // ${revision}
  const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({ credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  exports.handler = async (event) => {
    const id = String(event.rawPath ?? 'async');
    console.log('writes', id, 'x'.repeat(200));
    await client.send(new PutItemCommand({ TableName: '${name}', Item: { id: { S: id }, at: { N: String(Date.now()) } } }));
    return { statusCode: 200, body: id };
  };
`;
const zip = (revision: number): Uint8Array => zipSync({ 'index.js': Buffer.from(source(revision)) });

const template = JSON.stringify({
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue' },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },
  },
  Outputs: { Queue: { Value: { Ref: 'Queue' } } },
});

/** Mixed traffic of an app and its deployments: what is made is overwritten or deleted again. */
export class Traffic {
  readonly #endpoint: string;
  readonly #s3: s3.S3Client;
  readonly #sqs: sqs.SQSClient;
  readonly #secrets: secrets.SecretsManagerClient;
  readonly #stacks: stacks.CloudFormationClient;
  readonly #lambda: lambda.LambdaClient;
  readonly #sts: sts.STSClient;
  #url = '';
  #queueUrl = '';
  #count = 0;

  constructor(endpoint: string) {
    const config = this.#config(endpoint);
    this.#endpoint = endpoint;
    this.#s3 = new s3.S3Client({ ...config, forcePathStyle: true });
    this.#sqs = new sqs.SQSClient(config);
    this.#secrets = new secrets.SecretsManagerClient(config);
    this.#stacks = new stacks.CloudFormationClient(config);
    this.#lambda = new lambda.LambdaClient(config);
    this.#sts = new sts.STSClient(config);
  }

  /** Makes what the traffic needs. */
  async prepare(): Promise<void> {
    const config = this.#config(this.#endpoint);
    await new dynamodb.DynamoDBClient(config).send(
      new dynamodb.CreateTableCommand({
        TableName: name,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    const logGroupName = `/aws/lambda/${name}`;
    const logsClient = new logs.CloudWatchLogsClient(config);
    await logsClient.send(new logs.CreateLogGroupCommand({ logGroupName }));
    await logsClient.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    await this.#s3.send(new s3.CreateBucketCommand({ Bucket: name }));
    const attributes = { MessageRetentionPeriod: '3600' };
    const queue = await this.#sqs.send(new sqs.CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    this.#queueUrl = queue.QueueUrl ?? '';
    const { FunctionArn } = await this.#lambda.send(
      new lambda.CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Role: roleArn,
        Handler: 'index.handler',
        Timeout: 30,
        Code: { ZipFile: zip(0) },
      }),
    );
    await this.#lambda.send(
      new lambda.AddPermissionCommand({
        FunctionName: name,
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    const api = await new gateway.ApiGatewayV2Client(config).send(
      new gateway.CreateApiCommand({ Name: name, ProtocolType: 'HTTP', Target: FunctionArn }),
    );
    this.#url = `${this.#endpoint}/_aws/execute-api/${api.ApiId}/$default`;
  }

  /** One round of everything; throws when something is not answered as it should be. */
  async cycle(): Promise<void> {
    this.#count += 1;
    await Promise.all([this.#requests(), this.#objects(), this.#messages(), this.#others()]);
    if (this.#count % rareEvery === 0) await this.#deploy();
  }

  async #requests(): Promise<void> {
    for (let index = 0; index < 4; index += 1) {
      const response = await fetch(`${this.#url}/${(this.#count * 4 + index) % itemsMax}`);
      const body = await response.text();
      if (response.status !== 200) throw new Error(`The API answered ${response.status}: ${body}`);
    }
    const Payload = Buffer.from('{}');
    await this.#lambda.send(new lambda.InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload }));
  }

  async #objects(): Promise<void> {
    const key = (number: number) => `object-${number % objectsMax}`;
    const where = { Bucket: name, Key: key(this.#count) };
    await this.#s3.send(new s3.PutObjectCommand({ ...where, Body: randomBytes(objectBytes) }));
    await (await this.#s3.send(new s3.GetObjectCommand(where))).Body?.transformToByteArray();
    await this.#s3.send(new s3.DeleteObjectCommand({ Bucket: name, Key: key(this.#count * 7) }));
    const { UploadId } = await this.#s3.send(new s3.CreateMultipartUploadCommand(where));
    const Body = randomBytes(objectBytes);
    await this.#s3.send(new s3.UploadPartCommand({ ...where, UploadId, PartNumber: 1, Body }));
    await this.#s3.send(new s3.AbortMultipartUploadCommand({ ...where, UploadId }));
  }

  async #messages(): Promise<void> {
    const QueueUrl = this.#queueUrl;
    for (let index = 0; index < 3; index += 1) {
      await this.#sqs.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(500) }));
    }
    const receive = new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
    for (const { ReceiptHandle } of (await this.#sqs.send(receive)).Messages ?? []) {
      await this.#sqs.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }

  async #others(): Promise<void> {
    const SecretId = `${name}-${this.#count}`;
    await this.#secrets.send(new secrets.CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
    await this.#secrets.send(new secrets.PutSecretValueCommand({ SecretId, SecretString: 'two' }));
    await this.#secrets.send(new secrets.DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    await this.#sts.send(new sts.GetSessionTokenCommand({ DurationSeconds: 900 }));
  }

  async #deploy(): Promise<void> {
    const StackName = `${name}-${this.#count}`;
    await this.#stacks.send(new stacks.CreateStackCommand({ StackName, TemplateBody: template }));
    await stacks.waitUntilStackCreateComplete({ client: this.#stacks, maxWaitTime: 60, ...polling }, { StackName });
    await this.#stacks.send(new stacks.DeleteStackCommand({ StackName }));
    await stacks.waitUntilStackDeleteComplete({ client: this.#stacks, maxWaitTime: 60, ...polling }, { StackName });
    await this.#lambda.send(new lambda.UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip(this.#count) }));
  }

  #config(endpoint: string) {
    return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  }
}

const polling = { minDelay: 0.05, maxDelay: 0.1 };

/** Moves the cloud's clock ahead, so that what has a retention period comes to its end. */
export async function advance(endpoint: string, duration: string): Promise<void> {
  const response = await fetch(`${endpoint}/_squall/clock/advance`, {
    method: 'POST',
    headers: { 'x-squall': '1' },
    body: JSON.stringify({ duration }),
  });
  if (!response.ok) throw new Error(`The clock was not moved: ${await response.text()}`);
}
