import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { marker, rotator } from './functions.ts';
import type { SquallProcess } from './squall-process.ts';

/**
 * Few enough environments for a small machine, and for events enough that what kills left behind is hardly ever throttled:
 * a throttled event waits for up to five minutes.
 */
const concurrency = { 'event-marker': 24, 'queue-marker': 2, 'stream-marker': 1, rotator: 24 } as const;

/** Tables, queues, functions and mappings that the load works on. */
export async function deployLoad({ dynamodb, lambda, sqs }: SquallProcess): Promise<void> {
  await makeTable(dynamodb, 'ledger');
  await makeTable(dynamodb, 'markers');
  const streamArn = await makeTable(dynamodb, 'source', true);
  await makeQueue(sqs, 'kept');
  const queueArn = await makeQueue(sqs, 'consumed');
  for (const [FunctionName, ReservedConcurrentExecutions] of Object.entries(concurrency)) {
    const code = FunctionName === 'rotator' ? rotator : marker;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: 'arn:aws:iam::000000000000:role/tester',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        // Long where a timeout would cost a minute (events) or all (rotations); messages and records come again at once.
        Timeout: FunctionName === 'event-marker' || FunctionName === 'rotator' ? 60 : 5,
        Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
      }),
    );
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  }
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: 'queue-marker', EventSourceArn: queueArn }));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'stream-marker',
      EventSourceArn: streamArn,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
}

async function makeTable(dynamodb: DynamoDBClient, TableName: string, hasStream = false): Promise<string> {
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...(hasStream && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } }),
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}

async function makeQueue(sqs: SQSClient, QueueName: string): Promise<string> {
  await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: '6' } }));
  return `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
}
