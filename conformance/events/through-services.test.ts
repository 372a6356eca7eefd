import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  AddPermissionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { openPolicy } from '../sqs/open-policy.ts';

/** Ways of an event over several services, each end to end. */
const target = useCloud({ clock: 'virtual' });
const events = () => target.client(EventBridgeClient);
const lambda = () => target.client(LambdaClient);
const sns = () => target.client(SNSClient);
const sqs = () => target.client(SQSClient);
const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

let QueueUrl: string;
beforeEach(async () => {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: ['events.amazonaws.com', 'sns.amazonaws.com'].flatMap(
      (service) => JSON.parse(openPolicy(service)).Statement,
    ),
  });
  ({ QueueUrl = '' } = await sqs().send(new CreateQueueCommand({ QueueName: 'end', Attributes: { Policy } })));
});

/** What has come to the end, when the clock has gone on. */
async function arrived(): Promise<Record<string, unknown>[]> {
  await target.cloud.clock.advance('1s');
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '{}' }) => JSON.parse(Body));
}

async function firstArrived(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown>[] = [];
  await expect.poll(async () => found.push(...(await arrived())), { timeout: 20_000 }).toBeGreaterThan(0);
  return found[0] ?? {};
}

async function rule(source: string, ...targets: readonly Partial<Target>[]): Promise<void> {
  await events().send(new PutRuleCommand({ Name: source, EventPattern: JSON.stringify({ source: [source] }) }));
  const Targets = targets.map((one, index) => ({ Id: `${index}`, Arn: at('sqs', 'end'), ...one }));
  await events().send(new PutTargetsCommand({ Rule: source, Targets }));
}

const put = () =>
  events().send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":7}' }] }));

/** A topic with the queue behind it. */
async function makeTopic(): Promise<string> {
  const { TopicArn = '' } = await sns().send(new CreateTopicCommand({ Name: 't' }));
  await sns().send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: at('sqs', 'end') }));
  return TopicArn;
}

const permitPublish = (TopicArn: string, Condition?: object) =>
  sns().send(
    new SetTopicAttributesCommand({
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: TopicArn,
            ...(Condition && { Condition }),
          },
        ],
      }),
    }),
  );

describe('a rule whose target is a topic', () => {
  it('publishes the event there when the policy of the topic lets it', async () => {
    const TopicArn = await makeTopic();
    await permitPublish(TopicArn, { ArnEquals: { 'aws:SourceArn': at('events', 'rule/shop') } });
    await rule('shop', { Arn: TopicArn });
    await put();
    const [notification] = await arrived();

    expect(notification).toMatchObject({ Type: 'Notification', TopicArn });
    expect(JSON.parse(String(notification?.Message))).toMatchObject({ source: 'shop', detail: { id: 7 } });
  });

  it('publishes what the transformer makes of it', async () => {
    const TopicArn = await makeTopic();
    await permitPublish(TopicArn);
    const InputTransformer = { InputPathsMap: { id: '$.detail.id' }, InputTemplate: '"order <id> came"' };
    await rule('shop', { Arn: TopicArn, InputTransformer });
    await put();

    expect(await arrived()).toMatchObject([{ Message: '"order 7 came"' }]);
  });

  it('reaches nobody where the policy of the topic names another rule', async () => {
    const TopicArn = await makeTopic();
    await permitPublish(TopicArn, { ArnEquals: { 'aws:SourceArn': at('events', 'rule/other') } });
    await rule('shop', { Arn: TopicArn });
    await put();

    expect(await arrived()).toEqual([]);
  });
});

it('SNS invokes a function that permits its topic, with one record', async () => {
  const { TopicArn = '' } = await sns().send(new CreateTopicCommand({ Name: 't' }));
  await makeFunction(lambda(), 'exports.handler = async (event) => console.log("got " + JSON.stringify(event));');
  await sns().send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: at('lambda', 'function:f') }));
  await lambda().send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
      SourceArn: TopicArn,
    }),
  );
  await sns().send(
    new PublishCommand({
      TopicArn,
      Message: 'hello',
      Subject: 'greeting',
      MessageAttributes: { tone: { DataType: 'String', StringValue: 'warm' } },
    }),
  );
  const logs = target.client(CloudWatchLogsClient);
  const outcome = async () => {
    await target.cloud.clock.advance('1s');
    const filter = { logGroupName: '/aws/lambda/f', filterPattern: 'got' };
    const { events = [] } = await logs.send(new FilterLogEventsCommand(filter)).catch(() => ({ events: [] }));
    return events.map(({ message = '' }) => message.slice(message.indexOf('got ') + 4));
  };
  await expect.poll(outcome, { timeout: 20_000 }).toHaveLength(1);

  const [line = ''] = await outcome();
  expect(JSON.parse(line).Records).toMatchObject([
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: expect.stringContaining(`${TopicArn}:`),
      Sns: {
        Type: 'Notification',
        TopicArn,
        Subject: 'greeting',
        Message: 'hello',
        MessageAttributes: { tone: { Type: 'String', Value: 'warm' } },
      },
    },
  ]);
});

describe('the destination of a function', () => {
  const invoke = async (OnSuccess: string, OnFailure = OnSuccess, payload: object = {}) => {
    await makeFunction(
      lambda(),
      'exports.handler = async ({ fails }) => { if (fails) throw new Error("no"); return "done"; };',
    );
    await lambda().send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'f',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: { Destination: OnSuccess }, OnFailure: { Destination: OnFailure } },
      }),
    );
    await lambda().send(
      new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(payload)) }),
    );
  };

  it('is a topic, which gets the invocation record', async () => {
    const TopicArn = await makeTopic();
    await invoke(TopicArn, TopicArn, { id: 1 });
    const notification = await firstArrived();

    expect(notification).toMatchObject({ Type: 'Notification', TopicArn });
    expect(JSON.parse(String(notification.Message))).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'Success', functionArn: expect.stringContaining('function:f') },
      requestPayload: { id: 1 },
      responsePayload: 'done',
    });
  });

  it('is an event bus, which gets it as the detail of an event', async () => {
    await rule('lambda', {});
    await invoke(at('events', 'event-bus/default'), undefined, { fails: true });
    const event = await firstArrived();

    expect(event).toMatchObject({
      source: 'lambda',
      'detail-type': 'Lambda Function Invocation Result - Failure',
      resources: [at('events', 'event-bus/default'), expect.stringContaining('function:f')],
      detail: {
        requestContext: { condition: 'RetriesExhausted' },
        requestPayload: { fails: true },
        responseContext: { functionError: 'Unhandled' },
      },
    });
  });
});
