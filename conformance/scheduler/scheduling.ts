import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Target } from '../cloud.ts';

export const scope = 'us-east-1:000000000000';
export const roleArn = 'arn:aws:iam::000000000000:role/scheduling';
export const queueArn = (name = 'q'): string => `arn:aws:sqs:${scope}:${name}`;

/** Makes the execution role of schedules. */
export const makeRole = (target: Target, statement: object = {}) =>
  target.client(IAMClient).send(
    new CreateRoleCommand({
      RoleName: 'scheduling',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Action: 'sts:AssumeRole',
            ...statement,
          },
        ],
      }),
    }),
  );

export const makeQueue = (target: Target, name = 'q', Attributes?: Record<string, string>) =>
  target.client(SQSClient).send(new CreateQueueCommand({ QueueName: name, ...(Attributes && { Attributes }) }));

/** Takes all messages that are there out of the queue. */
export async function received(target: Target, name = 'q'): Promise<readonly Message[]> {
  const client = target.client(SQSClient);
  const QueueUrl = `${target.cloud.endpoint}/000000000000/${name}`;
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  for (const { ReceiptHandle } of Messages) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages;
}

export const bodies = async (target: Target, name?: string) => (await received(target, name)).map(({ Body }) => Body);

/** A schedule `s` that tells the queue `q` that it is due. */
export const settings = (given: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 's',
  ScheduleExpression: 'rate(5 minutes)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: queueArn(), RoleArn: roleArn, Input: 'due' },
  ...given,
});

export const create = (target: Target, given?: Partial<CreateScheduleCommandInput>) =>
  target.client(SchedulerClient).send(new CreateScheduleCommand(settings(given)));

export const get = (target: Target, Name = 's', GroupName?: string) =>
  target.client(SchedulerClient).send(new GetScheduleCommand({ Name, GroupName }));
