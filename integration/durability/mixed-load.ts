import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SquallProcess } from './squall-process.ts';

/** What Squall acknowledged, by kind of promise: the ids of what must not be lost. */
export interface Acknowledged {
  /** Items of the table `ledger`. */
  readonly items: string[];
  /** Asynchronous invokes: each leaves a marker. */
  readonly events: string[];
  /** Items of a table with a stream that is mapped to a function: each leaves a marker. */
  readonly records: string[];
  /** Messages of a queue that nobody consumes before the end, some of them delayed. */
  readonly kept: string[];
  /** Messages of a queue that is mapped to a function, some of them delayed: each leaves a marker. */
  readonly consumed: string[];
  /** Secrets whose rotation was asked for: each is rotated. */
  readonly rotations: string[];
  /** Stacks that CreateStack answered for: each ends in a terminal state. */
  readonly stacks: string[];
  /** Stacks that were seen complete: each is so for good. */
  readonly completeStacks: string[];
}

export const noneAcknowledged = (): Acknowledged => ({
  items: [],
  events: [],
  records: [],
  kept: [],
  consumed: [],
  rotations: [],
  stacks: [],
  completeStacks: [],
});

type Act = (id: string, index: number) => Promise<unknown>;

/** Between two acts of a worker, so that acts are spread over a round and their handling meets other requests' commits. */
const itemsBetween = 4;
/** Each of them costs an invoke or a stack: enough for every kill to meet some under way. */
const actsMax = 6;

/** Several clients work until the process is killed under them, when `killAfter` of their acts were acknowledged. */
export async function loadUntilKilled(
  squall: SquallProcess,
  round: number,
  killAfter: number,
  acknowledged: Acknowledged,
): Promise<void> {
  let count = 0;
  let killed: Promise<void> | undefined;
  const acknowledge = (ids: string[], id: string) => {
    ids.push(id);
    count += 1;
    if (count === killAfter) killed = squall.kill();
  };
  const putItem = async (id: string) => {
    await squall.dynamodb.send(new PutItemCommand({ TableName: 'ledger', Item: { id: { S: id } } }));
    acknowledge(acknowledged.items, id);
  };
  const work = async (name: string, ids: string[], act: Act): Promise<void> => {
    for (let index = 0; ; index += 1) {
      const id = `${name}-${round}-${index}`;
      if (index < actsMax) {
        await act(id, index);
        acknowledge(ids, id);
      }
      for (let item = 0; item < itemsBetween; item += 1) await putItem(`${id}-${item}`);
    }
  };
  const workers = Object.entries(actsOn(squall, acknowledged)).map(([name, act]) =>
    // Whatever is refused now was cut off by the kill.
    work(name, acknowledged[name as keyof Acknowledged], act).catch((error: unknown) => {
      if (killed === undefined) throw error;
    }),
  );
  await Promise.all(workers);
  await killed;
}

function actsOn(squall: SquallProcess, { completeStacks }: Acknowledged) {
  const { cloudformation, dynamodb, lambda, secrets, sqs } = squall;
  const send = (queue: string, id: string, index: number) =>
    sqs.send(new SendMessageCommand({ QueueUrl: squall.queueUrl(queue), MessageBody: id, DelaySeconds: index % 2 }));
  return {
    events: (id) =>
      lambda.send(
        new InvokeCommand({ FunctionName: 'event-marker', InvocationType: 'Event', Payload: JSON.stringify({ id }) }),
      ),
    records: (id) => dynamodb.send(new PutItemCommand({ TableName: 'source', Item: { id: { S: id } } })),
    kept: (id, index) => send('kept', id, index),
    consumed: (id, index) => send('consumed', id, index),
    rotations: async (Name) => {
      await secrets.send(new CreateSecretCommand({ Name, SecretString: 'old' }));
      const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:rotator';
      const RotationRules = { AutomaticallyAfterDays: 10 };
      await secrets.send(new RotateSecretCommand({ SecretId: Name, RotationLambdaARN, RotationRules }));
    },
    stacks: async (StackName) => {
      await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: template(StackName) }));
      const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
      if (Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE') completeStacks.push(StackName);
    },
  } satisfies Partial<Record<keyof Acknowledged, Act>>;
}

function template(stack: string): string {
  const parameter = (name: string, after?: string) => ({
    Type: 'AWS::SSM::Parameter',
    ...(after && { DependsOn: after }),
    Properties: { Name: `/${stack}/${name}`, Type: 'String', Value: name },
  });
  return JSON.stringify({ Resources: { First: parameter('first'), Second: parameter('second', 'First') } });
}
