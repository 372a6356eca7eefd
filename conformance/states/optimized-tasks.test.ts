import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let QueueUrl: string | undefined;
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:q';
beforeEach(async () => {
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn }];
  const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
  ({ QueueUrl } = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q', Attributes })));
});

let made = 0;

/** What became of one task, in a machine of its own. */
async function call(resource: string, Parameters: object): Promise<Ended> {
  const Resource = `arn:aws:states:::${resource}`;
  const machine = await makeMachine(
    target,
    {
      StartAt: 'Call',
      States: { Call: { Type: 'Task', Resource, Parameters, End: true } },
    },
    { name: `m${++made}` },
  );
  return run(target, machine);
}

async function received(): Promise<string> {
  await target.cloud.clock.advance('1s');
  const { Messages = [] } = await target.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages[0]?.Body ?? '';
}

const outputOf = ({ output = 'null' }: Ended) => JSON.parse(output) as Record<string, unknown>;
/** What all of them tell of the answer. */
const answered = (type: string) => ({
  SdkHttpMetadata: {
    AllHttpHeaders: { 'x-amzn-RequestId': [expect.any(String)], 'Content-Type': [type] },
    HttpHeaders: { 'Content-Type': type, Date: expect.stringMatching(/ GMT$/), 'Content-Length': expect.any(String) },
    HttpStatusCode: 200,
  },
  SdkResponseMetadata: { RequestId: expect.any(String) },
});

describe('dynamodb', () => {
  const json = 'application/x-amz-json-1.0';
  const Key = { id: { S: 'a' } };
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

  it('puts, gets, updates and deletes items', async () => {
    const put = await call('dynamodb:putItem', {
      TableName: 'items',
      Item: { ...Key, ok: { BOOL: true }, s: { SS: ['x'] } },
    });
    const got = await call('dynamodb:getItem', { TableName: 'items', Key });
    const updated = await call('dynamodb:updateItem', {
      TableName: 'items',
      Key,
      UpdateExpression: 'SET n = :n REMOVE s',
      ExpressionAttributeValues: { ':n': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });
    const deleted = await call('dynamodb:deleteItem', { TableName: 'items', Key, ReturnValues: 'ALL_OLD' });
    const gone = await call('dynamodb:getItem', { TableName: 'items', Key });

    expect(outputOf(put)).toMatchObject(answered(json));
    expect(Object.keys(outputOf(put))).toEqual(['SdkHttpMetadata', 'SdkResponseMetadata']);
    expect(outputOf(put)).toMatchObject({
      SdkHttpMetadata: { HttpHeaders: { Connection: 'keep-alive', Server: 'Server', 'x-amz-crc32': '2745614147' } },
    });
    expect(outputOf(got)).toMatchObject({ Item: { ...Key, ok: { BOOL: true }, s: { SS: ['x'] } }, ...answered(json) });
    expect(outputOf(updated)).toMatchObject({ Attributes: { ...Key, ok: { BOOL: true }, n: { N: '1' } } });
    expect(outputOf(deleted)).toMatchObject({ Attributes: { n: { N: '1' } } });
    expect(outputOf(gone)).not.toHaveProperty('Item');
  });

  it.each([
    [
      'putItem',
      { Item: Key, ConditionExpression: 'attribute_exists(id)' },
      'ConditionalCheckFailedException',
      'ConditionalCheckFailedException',
    ],
    ['putItem', { Item: Key, TableName: 'none' }, 'ResourceNotFoundException', 'ResourceNotFoundException'],
    ['getItem', { Key: { x: { S: 'x' } } }, 'AmazonDynamoDBException', 'ValidationException'],
  ])('%s of %j fails with DynamoDB.%s', async (task, parameters, error, code) => {
    const ended = await call(`dynamodb:${task}`, { TableName: 'items', ...parameters });

    expect(ended).toMatchObject({
      error: `DynamoDB.${error}`,
      cause: expect.stringMatching(
        new RegExp(
          `^\\w.* \\(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${code}; Request ID: [0-9A-Z]{52}; Proxy: null\\)$`,
        ),
      ),
    });
    expect(ended.events[4]).toMatchObject({
      type: 'TaskFailed',
      taskFailedEventDetails: { resource: task, resourceType: 'dynamodb' },
    });
  });
});

describe('sqs:sendMessage', () => {
  it('sends objects as JSON', async () => {
    const ended = await call('sqs:sendMessage', { QueueUrl, MessageBody: { a: 1 } });

    expect(await received()).toBe('{"a":1}');
    expect(outputOf(ended)).toMatchObject({
      MD5OfMessageBody: expect.stringMatching(/^[\da-f]{32}$/),
      MessageId: expect.any(String),
      ...answered('application/x-amz-json-1.0'),
    });
  });
});

describe('sns:publish', () => {
  it('publishes objects as JSON', async () => {
    const sns = target.client(SNSClient);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    const Attributes = { RawMessageDelivery: 'true' };
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes }));

    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
    const ended = await call('sns:publish', { TopicArn, Message: { a: 1 }, MessageAttributes });

    expect(await received()).toBe('{"a":1}');
    expect(outputOf(ended)).toMatchObject({ MessageId: expect.any(String), ...answered('text/xml') });
  });

  it('fails where there is no such topic', async () => {
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:none';

    expect(await call('sns:publish', { TopicArn, Message: 'x' })).toMatchObject({
      error: 'SNS.NotFoundException',
      cause: expect.stringMatching(
        /^Topic does not exist \(Service: AmazonSNS; Status Code: 404; Error Code: NotFound; /,
      ),
    });
  });
});

describe('events:putEvents', () => {
  it('takes objects as details, and says who sent them', async () => {
    const events = target.client(EventBridgeClient);
    await events.send(new CreateEventBusCommand({ Name: 'bus' }));
    await events.send(new PutRuleCommand({ Name: 'r', EventBusName: 'bus', EventPattern: '{"source":["app"]}' }));
    await events.send(new PutTargetsCommand({ Rule: 'r', EventBusName: 'bus', Targets: [{ Id: '1', Arn: queueArn }] }));
    const Entry = { EventBusName: 'bus', Source: 'app', DetailType: 'Made', Detail: { a: 1 }, Resources: ['mine'] };

    const ended = await call('events:putEvents', { Entries: [Entry] });

    expect(outputOf(ended)).toMatchObject({
      Entries: [{ EventId: expect.any(String) }],
      FailedEntryCount: 0,
      ...answered('application/x-amz-json-1.1'),
    });
    expect(JSON.parse(await received())).toMatchObject({
      detail: { a: 1 },
      resources: ['mine', ended.executionArn, ended.stateMachineArn],
    });
  });

  it('fails where an event is not taken', async () => {
    const ended = await call('events:putEvents', {
      Entries: [{ Source: 'app', DetailType: 'Made', Detail: 'no JSON' }],
    });

    expect(ended.error).toBe('EventBridge.FailedEntry');
    expect(JSON.parse(ended.cause ?? '')).toMatchObject({
      Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: expect.any(String) }],
      FailedEntryCount: 1,
    });
  });
});

describe('a machine', () => {
  const refused = (why: string, field = 'Parameters') =>
    `SCHEMA_VALIDATION_FAILED: The field '${why}' is required but was missing at /States/Call/${field}`;

  it.each([
    ['sqs:sendMessage', { QueueUrl: 'u' }, refused('MessageBody')],
    ['sqs:sendMessage.waitForTaskToken', {}, `${refused('QueueUrl')}, ${refused('MessageBody')}`],
    ['sns:publish', { TopicArn: 't' }, refused('Message')],
    ['dynamodb:putItem', { TableName: 't' }, refused('Item')],
    ['lambda:invoke', { Payload: {} }, refused('FunctionName')],
    ['events:putEvents', {}, refused('Entries')],
    ['states:startExecution.sync', { Input: {} }, refused('StateMachineArn')],
    ['http:invoke', { Method: 'GET' }, refused('ApiEndpoint')],
  ])('is not made with a task %s that lacks what it needs', async (resource, Parameters, why) => {
    await expect(call(resource, Parameters)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: `Invalid State Machine Definition: '${why}'`,
    });
  });

  it('may leave it to its expressions', async () => {
    expect((await call('sqs:sendMessage', { QueueUrl, 'MessageBody.$': '$' })).status).toBe('SUCCEEDED');
    const States = { Call: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: {}, End: true } };
    const ofJsonata = { QueryLanguage: 'JSONata', StartAt: 'Call', States };
    await expect(makeMachine(target, ofJsonata)).rejects.toMatchObject({
      message: expect.stringContaining(refused('QueueUrl', 'Arguments')),
    });
    const whole = { Call: { ...States.Call, Arguments: '{% $states.input %}' } };
    const ended = await run(target, await makeMachine(target, { ...ofJsonata, States: whole }), {
      QueueUrl,
      MessageBody: 'x',
    });
    expect(ended.status).toBe('SUCCEEDED');
  });
});
