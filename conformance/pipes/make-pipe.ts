import { CreatePipeCommand, type CreatePipeCommandInput, type PipesClient } from '@aws-sdk/client-pipes';
import {
  CreateQueueCommand,
  type CreateQueueCommandInput,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export const role = 'arn:aws:iam::000000000000:role/pipe';

/** The ARN of something of that name in the account of tests. */
export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;

/** Creates the pipe `p` (unless named otherwise) from the queue `source` to the queue `target`. */
export const makePipe = (client: PipesClient, input: Partial<CreatePipeCommandInput> = {}) =>
  client.send(
    new CreatePipeCommand({
      Name: 'p',
      RoleArn: role,
      Source: arnOf('sqs', 'source'),
      Target: arnOf('sqs', 'target'),
      ...input,
    }),
  );

/** Creates a queue; its URL. */
export async function makeQueue(
  client: SQSClient,
  QueueName: string,
  Attributes: CreateQueueCommandInput['Attributes'] = {},
): Promise<string> {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

export const send = (client: SQSClient, QueueUrl: string, body: string | object) =>
  client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: typeof body === 'string' ? body : JSON.stringify(body) }),
  );

/** All messages that are visible, by up to ten receives. */
export async function received(client: SQSClient, QueueUrl: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let count = 0; count < 10; count += 1) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
    );
    if (Messages.length === 0) break;
    all.push(...Messages);
  }
  return all;
}

/** Their bodies alone. */
export const bodies = async (client: SQSClient, queueUrl: string): Promise<string[]> =>
  (await received(client, queueUrl)).map(({ Body = '' }) => Body);
