import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { marker } from './functions.ts';
import type { SquallProcess } from './squall-process.ts';

const arnOf = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

export const topicArn = (name: string): string => arnOf('sns', name);

/**
 * A topic and a rule, each with a queue and a function behind it; a queue that the topic may not send to, with a
 * dead-letter queue; and a FIFO topic before a FIFO queue.
 */
export async function deployEvents(squall: SquallProcess): Promise<void> {
  const { dynamodb, sqs, sns } = squall;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'markers',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for (const name of ['news', 'events', 'dead', 'ordered.fifo']) await makeQueue(sqs, name, true);
  await makeQueue(sqs, 'closed', false);
  await sns.send(new CreateTopicCommand({ Name: 'news' }));
  await sns.send(new CreateTopicCommand({ Name: 'ordered.fifo', Attributes: { FifoTopic: 'true' } }));
  await makeFunction(squall, 'news-marker', 'sns.amazonaws.com');
  await makeFunction(squall, 'event-marker', 'events.amazonaws.com');
  await subscribe(squall, 'news', 'sqs', arnOf('sqs', 'news'), { RawMessageDelivery: 'true' });
  await subscribe(squall, 'news', 'lambda', arnOf('lambda', 'function:news-marker'), {});
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('sqs', 'dead') });
  await subscribe(squall, 'news', 'sqs', arnOf('sqs', 'closed'), { RawMessageDelivery: 'true', RedrivePolicy });
  await subscribe(squall, 'ordered.fifo', 'sqs', arnOf('sqs', 'ordered.fifo'), { RawMessageDelivery: 'true' });
  await squall.events.send(new PutRuleCommand({ Name: 'shop', EventPattern: '{"source":["shop"]}' }));
  const Targets = [
    { Id: 'queue', Arn: arnOf('sqs', 'events'), InputPath: '$.detail.id' },
    { Id: 'function', Arn: arnOf('lambda', 'function:event-marker') },
  ];
  await squall.events.send(new PutTargetsCommand({ Rule: 'shop', Targets }));
}

async function makeQueue(sqs: SQSClient, QueueName: string, isOpen: boolean): Promise<void> {
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arnOf('sqs', QueueName) }];
  const Attributes = {
    ...(isOpen && { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
    ...(QueueName.endsWith('.fifo') && { FifoQueue: 'true' }),
  };
  await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
}

async function makeFunction({ lambda }: SquallProcess, FunctionName: string, Principal: string): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/tester',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 60,
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(marker) }) },
    }),
  );
  const Action = 'lambda:InvokeFunction';
  await lambda.send(new AddPermissionCommand({ FunctionName, StatementId: 'caller', Action, Principal }));
}

async function subscribe(
  { sns }: SquallProcess,
  topic: string,
  Protocol: string,
  Endpoint: string,
  Attributes: Record<string, string>,
): Promise<void> {
  await sns.send(new SubscribeCommand({ TopicArn: topicArn(topic), Protocol, Endpoint, Attributes }));
}
