import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from 'squall/vitest';

/** Invokes a function whose name holds this, as whoever calls it would; answers what it answers. */
export async function call(deployment: Deployment, part: string, event: object): Promise<unknown> {
  const lambda = new LambdaClient(deployment.clientConfig());
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const FunctionName = Functions.find((each) => each.FunctionName?.includes(part))?.FunctionName;
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
}

/** What could not be delivered, and is there to be looked at. */
export async function undelivered(deployment: Deployment): Promise<{ body: unknown; error: string | undefined }[]> {
  const sqs = new SQSClient(deployment.clientConfig());
  const QueueUrl = deployment.outputs.UndeliveredUrl;
  const found = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] });
  const { Messages = [] } = await sqs.send(found);
  return Messages.map(({ Body = 'null', MessageAttributes }) => ({
    body: JSON.parse(Body),
    error: MessageAttributes?.ERROR_CODE?.StringValue,
  }));
}
