import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { metricsOf } from '../cloudwatch/metrics-of.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { openPolicy } from '../sqs/open-policy.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(EventBridgeClient);
const sqs = () => target.client(SQSClient);
const advance = (time: string) => target.cloud.clock.advance(time);

const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const ruleArn = at('events', 'rule/r');

async function rule(...targets: readonly Partial<Target>[]): Promise<void> {
  await client().send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
  const Targets = targets.map((one, index) => ({ Id: `${index}`, Arn: at('sqs', 'q'), ...one }));
  await client().send(new PutTargetsCommand({ Rule: 'r', Targets }));
}

const put = (id = 1) =>
  client().send(
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Order', Detail: JSON.stringify({ id }) }] }),
  );

async function makeQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await sqs().send(
    new CreateQueueCommand({ QueueName, Attributes: { Policy: openPolicy('events.amazonaws.com'), ...Attributes } }),
  );
  return QueueUrl;
}

async function messagesOf(QueueUrl: string) {
  const input = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All' as const],
  };
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(input));
  return Messages;
}

const logged = async (logGroupName: string, filterPattern?: string) => {
  const { events = [] } = await target
    .client(CloudWatchLogsClient)
    .send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return events.map(({ message = '' }) => message.trim());
};

const metrics = async () => {
  const found = await metricsOf(
    target.client(CloudWatchClient),
    'AWS/Events',
    { RuleName: 'r' },
    target.cloud.clock.now(),
  );
  return Object.fromEntries(
    Object.entries(found).map(([name, points]) => [name, points.reduce((sum, { Sum = 0 }) => sum + Sum, 0)]),
  );
};

it('invokes a function that permits the rule', async () => {
  const lambda = target.client(LambdaClient);
  await makeFunction(lambda, 'exports.handler = async (event) => console.log("got " + event.detail.id);');
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: ruleArn,
    }),
  );
  await rule({ Arn: at('lambda', 'function:f') });
  await put(7);
  const outcome = async () => {
    await advance('1s');
    return logged('/aws/lambda/f', 'got').catch(() => []);
  };
  await expect.poll(outcome).toEqual([expect.stringMatching(/got 7$/)]);

  expect(await metrics()).toMatchObject({ MatchedEvents: 1, TriggeredRules: 1, Invocations: 1 });
});

it('sends what a function does not permit to the dead-letter queue at once, with the reason', async () => {
  await makeFunction(target.client(LambdaClient), 'exports.handler = async () => {};');
  const dead = await makeQueue('dead');
  await rule({ Arn: at('lambda', 'function:f'), Input: '{}', DeadLetterConfig: { Arn: at('sqs', 'dead') } });
  await put();
  await advance('1s');
  const [message] = await messagesOf(dead);
  const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
    name,
    StringValue,
  ]);

  expect(JSON.parse(message?.Body ?? '')).toMatchObject({ source: 'shop', detail: { id: 1 } });
  expect(Object.fromEntries(attributes)).toEqual({
    RULE_ARN: ruleArn,
    TARGET_ARN: at('lambda', 'function:f'),
    ERROR_CODE: 'NO_PERMISSIONS',
    ERROR_MESSAGE: expect.stringContaining('is not authorized to perform: lambda:InvokeFunction'),
    RETRY_ATTEMPTS: '0',
  });
  expect(await metrics()).toMatchObject({ Invocations: 1, FailedInvocations: 1, InvocationsSentToDlq: 1 });
});

it('sends to a FIFO queue in its group', async () => {
  const queue = await makeQueue('q.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  await rule({ Arn: at('sqs', 'q.fifo'), SqsParameters: { MessageGroupId: 'g' } });
  await put();
  await advance('1s');

  expect((await messagesOf(queue))[0]?.Attributes?.MessageGroupId).toBe('g');
});

it('tries as often, and as long, as the retry policy says', async () => {
  const dead = await makeQueue('dead');
  await makeQueue('q');
  target.cloud.faults.add('error sqs:SendMessage resource=q');
  await rule(
    { DeadLetterConfig: { Arn: at('sqs', 'dead') }, RetryPolicy: { MaximumRetryAttempts: 3 } },
    { DeadLetterConfig: { Arn: at('sqs', 'dead') }, RetryPolicy: { MaximumEventAgeInSeconds: 60 } },
  );
  await put();
  await advance('1h');
  const reasons = (await messagesOf(dead)).map(({ MessageAttributes = {} }) => [
    MessageAttributes.EXHAUSTED_RETRY_CONDITION?.StringValue,
    MessageAttributes.RETRY_ATTEMPTS?.StringValue,
  ]);

  expect(reasons).toContainEqual(['MaximumRetryAttempts', '3']);
  expect(reasons).toContainEqual(['MaximumEventAgeInSeconds', expect.stringMatching(/^[5-8]$/)]);
});

it('keeps on trying for a day by default', async () => {
  const queue = await makeQueue('q');
  const fault = target.cloud.faults.add('error sqs:SendMessage resource=q');
  await rule({});
  await put();
  await advance('20h');
  target.cloud.faults.remove(fault.id);
  await advance('1h');

  expect(await messagesOf(queue)).toHaveLength(1);
});

it('writes to a log group, with a time and a text where the input has them', async () => {
  const logGroupName = '/aws/events/orders';
  await target.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName }));
  const Arn = at('logs', `log-group:${logGroupName}`);
  const InputTransformer = {
    InputPathsMap: { time: '$.time', kind: '$.detail-type' },
    InputTemplate: '{"timestamp":<time>,"message":<kind>}',
  };
  await rule({ Arn, InputPath: '$.detail' }, { Arn, InputTransformer });
  await put();
  await put();
  await advance('1s');

  expect((await logged(logGroupName)).sort()).toEqual(['Order', 'Order', '{"id":1}', '{"id":1}']);
});
