import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreatePipeCommand, PipesClient } from '@aws-sdk/client-pipes';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { type SquallProcess, startSquall } from './squall-process.ts';

const rounds = Number(process.env.SQUALL_PIPE_KILL_ROUNDS ?? 2);
const perRound = 20;
const role = 'arn:aws:iam::000000000000:role/pipe';
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

async function deploy(squall: SquallProcess): Promise<void> {
  const { TableDescription } = await squall.dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  for (const QueueName of ['source', 'target']) {
    await squall.sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: '2' } }));
  }
  const endpoint = new URL(squall.queueUrl('source')).origin;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const pipes = new PipesClient({ endpoint, region: 'us-east-1', credentials });
  const common = { RoleArn: role, Target: arnOf('target') };
  await pipes.send(
    new CreatePipeCommand({
      ...common,
      Name: 'queue',
      Source: arnOf('source'),
      TargetParameters: { InputTemplate: '<$.body>' },
    }),
  );
  await pipes.send(
    new CreatePipeCommand({
      ...common,
      Name: 'table',
      Source: TableDescription?.LatestStreamArn,
      SourceParameters: { DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', BatchSize: 3 } },
      TargetParameters: { InputTemplate: '<$.dynamodb.NewImage.id.S>' },
    }),
  );
}

it(`kill -9 under pipes at work, ${rounds} times over, loses nothing that was acknowledged`, {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-pipes-'));
  const acknowledged: string[] = [];
  let squall = await startSquall(join(folder, 'data'));
  try {
    await deploy(squall);
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < perRound; index += 1) {
        const id = `${round}-${index}`;
        await squall.sqs.send(new SendMessageCommand({ QueueUrl: squall.queueUrl('source'), MessageBody: `m${id}` }));
        await squall.dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: `r${id}` } } }));
        acknowledged.push(`m${id}`, `r${id}`);
      }
      await squall.kill();
      squall = await startSquall(join(folder, 'data'));
    }
    const seen = new Set<string>();
    const receive = async () => {
      const QueueUrl = squall.queueUrl('target');
      const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
      const { Messages = [] } = await squall.sqs.send(new ReceiveMessageCommand(input));
      for (const { Body = '' } of Messages) seen.add(Body);
      return acknowledged.filter((id) => !seen.has(id));
    };

    await expect.poll(receive, { timeout: 60_000, interval: 20 }).toEqual([]);
  } finally {
    await squall.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
