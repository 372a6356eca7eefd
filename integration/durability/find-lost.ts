import { paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager';
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Acknowledged } from './mixed-load.ts';
import type { SquallProcess } from './squall-process.ts';

/** What was acknowledged and cannot be found, by kind. */
export type Lost = Readonly<Record<keyof Acknowledged, readonly string[]>>;

/** Looks until nothing is missing or the time is over: deliveries, retries and delays take their time. */
export async function findLost(squall: SquallProcess, acknowledged: Acknowledged, patienceMs: number): Promise<Lost> {
  const untilMs = Date.now() + patienceMs;
  const received = new Set<string>();
  for (;;) {
    await receiveAll(squall, received);
    const lost = await look(squall, acknowledged, received);
    const isComplete = Object.values(lost).every((ids) => ids.length === 0);
    if (isComplete || Date.now() > untilMs) return lost;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function look(squall: SquallProcess, acknowledged: Acknowledged, received: Set<string>): Promise<Lost> {
  const markers = await idsOf(squall, 'markers');
  const rotated = await rotatedSecrets(squall);
  const stacks = await stacksOf(squall);
  const statusOf = (name: string) => stacks.get(name)?.StackStatus ?? '';
  const missing = (ids: readonly string[], isThere: (id: string) => boolean) => ids.filter((id) => !isThere(id));
  const items = await idsOf(squall, 'ledger');
  return {
    items: missing(acknowledged.items, (id) => items.has(id)),
    events: missing(acknowledged.events, (id) => markers.has(id)),
    records: missing(acknowledged.records, (id) => markers.has(id)),
    consumed: missing(acknowledged.consumed, (id) => markers.has(id)),
    kept: missing(acknowledged.kept, (id) => received.has(id)),
    rotations: missing(acknowledged.rotations, (id) => rotated.has(id)),
    stacks: [
      ...missing(acknowledged.stacks, (id) => stacks.has(id)),
      // Nobody works on any of them now: such a one would be so for ever, acknowledged or not.
      ...[...stacks.keys()].filter((name) => !/_(?:COMPLETE|FAILED)$/.test(statusOf(name))),
    ],
    completeStacks: missing(acknowledged.completeStacks, (id) => statusOf(id) === 'CREATE_COMPLETE'),
  };
}

async function idsOf({ dynamodb }: SquallProcess, TableName: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true })) {
    for (const { id } of Items) ids.add(id?.S ?? '');
  }
  return ids;
}

/** Names of secrets whose version AWSCURRENT is another one than the first. */
async function rotatedSecrets({ secrets }: SquallProcess): Promise<Set<string>> {
  const rotated = new Set<string>();
  for await (const { SecretList = [] } of paginateListSecrets({ client: secrets }, {})) {
    for (const { Name = '', LastRotatedDate } of SecretList) if (LastRotatedDate) rotated.add(Name);
  }
  return rotated;
}

async function stacksOf({ cloudformation }: SquallProcess): Promise<Map<string, Stack>> {
  const stacks = new Map<string, Stack>();
  for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudformation }, {})) {
    for (const stack of Stacks) stacks.set(stack.StackName ?? '', stack);
  }
  return stacks;
}

async function receiveAll(squall: SquallProcess, received: Set<string>): Promise<void> {
  const QueueUrl = squall.queueUrl('kept');
  for (;;) {
    const { Messages = [] } = await squall.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return;
    for (const { Body = '' } of Messages) received.add(Body);
    const Entries = Messages.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    await squall.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
