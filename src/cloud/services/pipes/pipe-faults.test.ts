import { CreatePipeCommand, PipesClient } from '@aws-sdk/client-pipes';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../../../../conformance/cloud.ts';
import { pipesFaults } from './faults.ts';

const target = useCloud({ clock: 'virtual', log: 'silent' });
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
let sqs: SQSClient;
let urls: Readonly<Record<string, string>>;

beforeEach(async () => {
  target.cloud.faults.clear();
  sqs = target.client(SQSClient);
  const make = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: '30' } }))).QueueUrl ?? '';
  urls = { source: await make('source'), target: await make('target') };
  await target.client(PipesClient).send(
    new CreatePipeCommand({
      Name: 'p',
      RoleArn: 'arn:aws:iam::000000000000:role/pipe',
      Source: arnOf('source'),
      Target: arnOf('target'),
      TargetParameters: { InputTemplate: '<$.body>' },
    }),
  );
});

const send = () => sqs.send(new SendMessageCommand({ QueueUrl: urls.source, MessageBody: 'x' }));
const arrived = async () =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl: urls.target, MaxNumberOfMessages: 10 }))).Messages?.length ?? 0;

describe('between source and target', () => {
  it.each([
    ['throttle', 1],
    ['error', 1],
    ['reset', 1],
    ['lost', 2],
  ])('%s: the batch is tried again, and is at the target %i times', async (kind, times) => {
    const rule = target.cloud.faults.add(`${kind} pipes:RunTarget times=1`);

    await send();
    await target.cloud.clock.advance('2m');

    expect([rule.hits, await arrived()]).toEqual([1, times]);
  });

  it('a target that takes half of a batch gets the rest again, and nothing twice', async () => {
    target.cloud.faults.add('partial sqs:SendMessageBatch times=1');

    for (let count = 0; count < 4; count += 1) await send();
    await target.cloud.clock.advance('2m');

    expect(await arrived()).toBe(4);
  });

  it('stages are hand-overs, at which the explorer stands', () => {
    const caller = { kind: 'service', account: '', arn: '', userId: '', principal: 'pipes.amazonaws.com' } as const;
    const stands = (operation: string) => pipesFaults.isHandOver?.({ operation, input: {}, caller });

    expect(['RunEnrichment', 'RunTarget', 'DescribePipe'].map(stands)).toEqual([true, true, false]);
  });
});
