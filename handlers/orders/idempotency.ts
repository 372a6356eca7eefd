import { createHash, randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ask, database } from './database.ts';
import type { Order } from './order.ts';
import { findOrder, toStored } from './order-store.ts';
import { outboxRow } from './outbox.ts';
import { Problem, unavailable } from './problem.ts';
import { setting } from './settings.ts';

/** An answer is replayed for a day, longer than any client retries. */
const keptSeconds = 24 * 60 * 60;

/** An answer as it is replayed: byte for byte what the first client got. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/** The right to execute a request, held by one invocation at a time. */
export interface Lock {
  readonly id: string;
  /** Tells our own writes from those of another invocation, also when an answer to one was lost. */
  readonly owner: string;
}

export type Begin =
  | { readonly kind: 'locked'; readonly lock: Lock }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer };

interface IdempotencyRecord {
  readonly id: string;
  readonly owner: string;
  readonly payloadHash: string;
  readonly status: 'IN_PROGRESS' | 'COMPLETED';
  /** Milliseconds: after this the holder is gone, and the lock may be taken over. */
  readonly lockedUntil: number;
  /** Seconds; DynamoDB deletes the record some time after. */
  readonly expiresAt: number;
  readonly answer?: StoredAnswer;
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Takes the lock for an idempotency key, or answers what was answered before. Throws 422 when the key came with another
 * payload, 409 while another invocation holds the lock; a lock whose holder has run out of time is taken over.
 */
export async function begin(key: string, payload: string, remainingMs: number): Promise<Begin> {
  const now = Date.now();
  const record: IdempotencyRecord = {
    id: `orders#${hashOf(key)}`,
    owner: randomUUID(),
    payloadHash: hashOf(payload),
    status: 'IN_PROGRESS',
    lockedUntil: now + remainingMs,
    expiresAt: Math.floor(now / 1000) + keptSeconds,
  };
  const put = new PutCommand({
    TableName: setting('IDEMPOTENCY_TABLE'),
    Item: record,
    ConditionExpression:
      'attribute_not_exists(id) OR expiresAt < :nowSeconds OR (#status = :inProgress AND lockedUntil < :now AND payloadHash = :payloadHash)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':nowSeconds': Math.floor(now / 1000),
      ':now': now,
      ':inProgress': 'IN_PROGRESS',
      ':payloadHash': record.payloadHash,
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await ask(database.send(put), 'ConditionalCheckFailedException');
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return judge(unmarshall(error.Item) as unknown as IdempotencyRecord, record);
  }
  return { kind: 'locked', lock: { id: record.id, owner: record.owner } };
}

/** The key is taken: by ourselves, by a finished request, or by somebody who is still at it. */
function judge(found: IdempotencyRecord, ours: IdempotencyRecord): Begin {
  // An attempt of this very write was applied and its answer lost; the SDK's next attempt then meets our own record.
  if (found.owner === ours.owner) return { kind: 'locked', lock: { id: ours.id, owner: ours.owner } };
  if (found.payloadHash !== ours.payloadHash) {
    throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used with another request');
  }
  if (found.status === 'COMPLETED' && found.answer) return { kind: 'replay', answer: found.answer };
  throw new Problem(409, 'in-progress', 'A request with this Idempotency-Key is in progress', {
    headers: { 'retry-after': '1' },
  });
}

/**
 * Stores the order, the event that tells of it and the answer to its request in one transaction: either all of them
 * exist or none. The token is the owner's, so that a lost answer to the commit is not taken for a conflict. An order
 * that is there already, of the same charge, is answered as it is: its key was forgotten, the order must not be.
 */
export async function completeWithOrder(lock: Lock, order: Order): Promise<StoredAnswer> {
  const answer = answerOf(order);
  try {
    await ask(database.send(storing(lock, order, answer)), 'TransactionCanceledException');
    return answer;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const kept = await findOrder(order.orderId);
    if (kept?.chargeId !== order.chargeId) throw unavailable('The database', error);
    await complete(lock, answerOf(kept));
    return answerOf(kept);
  }
}

const answerOf = (order: Order): StoredAnswer => ({ status: 201, body: JSON.stringify(order) });

const storing = (lock: Lock, order: Order, answer: StoredAnswer) =>
  new TransactWriteCommand({
    ClientRequestToken: lock.owner,
    TransactItems: [
      {
        Put: {
          TableName: setting('ORDERS_TABLE'),
          Item: toStored(order),
          ConditionExpression: 'attribute_not_exists(orderId)',
        },
      },
      { Put: outboxRow(order) },
      { Update: completion(lock, answer) },
    ],
  });

/** Stores an answer that made no order, such as a declined payment. */
export async function complete(lock: Lock, answer: StoredAnswer): Promise<void> {
  await ask(database.send(new UpdateCommand(completion(lock, answer))));
}

/** Lets go of a lock before anything has happened; whoever has taken it over meanwhile keeps it. */
export async function release({ id, owner }: Lock): Promise<void> {
  const remove = new DeleteCommand({
    TableName: setting('IDEMPOTENCY_TABLE'),
    Key: { id },
    ConditionExpression: '#owner = :owner AND #status = :inProgress',
    ExpressionAttributeNames: { '#owner': 'owner', '#status': 'status' },
    ExpressionAttributeValues: { ':owner': owner, ':inProgress': 'IN_PROGRESS' },
  });
  // A lock that stays is taken over when its time has run out: no reason to hide the failure that led here.
  await database.send(remove).catch(() => undefined);
}

function completion({ id, owner }: Lock, answer: StoredAnswer) {
  return {
    TableName: setting('IDEMPOTENCY_TABLE'),
    Key: { id },
    UpdateExpression: 'SET #status = :completed, #answer = :answer',
    ConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#status': 'status', '#answer': 'answer', '#owner': 'owner' },
    ExpressionAttributeValues: { ':completed': 'COMPLETED', ':answer': answer, ':owner': owner },
  };
}
