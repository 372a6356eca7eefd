import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

test('an execution goes from state to state, and its history tells so', async () => {
  const arn = await makeMachine(target, {
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Result: { ok: true }, Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'C' }] },
      C: { Type: 'Wait', Seconds: 5, Next: 'D' },
      D: { Type: 'Succeed' },
    },
  });

  const ended = await run(target, arn, { a: 1 });

  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
  expect(types(ended)).toEqual([
    'ExecutionStarted',
    'PassStateEntered',
    'PassStateExited',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'WaitStateEntered',
    'WaitStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
  expect(ended.events.map(({ previousEventId }) => previousEventId)).toEqual([0, 0, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a task calls an operation of any service', async () => {
  const sqs = target.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  const arn = await makeMachine(target, {
    StartAt: 'Send',
    States: {
      Send: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage',
        Parameters: { QueueUrl, MessageBody: 'hello' },
        End: true,
      },
    },
  });

  const ended = await run(target, arn);

  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining('MessageId') });
  expect(types(ended).slice(2, 5)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSucceeded']);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toMatchObject([{ Body: 'hello' }]);
});
