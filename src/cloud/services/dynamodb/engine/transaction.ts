import { AwsError } from '../../../kernel/errors.ts';
import { transactionCancelled, transactionTooLarge } from '../errors/item-errors.ts';
import { parameterNotValidPrefix } from '../errors/validation-exception.ts';
import { dynamoRuntimeOf, type Touched } from '../runtime.ts';
import type { DynamoState, Table } from '../state.ts';
import type { Item, StoredItem } from '../values/attribute-value.ts';
import { attempt } from './attempt.ts';
import { readUnits, transactionFactor } from './capacity.ts';
import type { Change, WriteContext } from './change.ts';
import { tableKeyOf } from './keys.ts';
import { outcomeOf, type PlannedWrite, writeItem } from './write-item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
const transactionBytesMax = 4 * 1024 * 1024;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** An action that is planned when its turn comes: what is wrong with it is a reason like any other. */
export type Plan = () => PlannedWrite;

/**
 * Does all or nothing. Every action is looked at, so that the cancellation tells the reason of each, in order. Nothing
 * runs between the look and the writes: everything in this process that touches state is synchronous.
 */
export function commitAll(state: DynamoState, plans: readonly Plan[], context: WriteContext): readonly Change[] {
  const changes = attemptAll(plans.map((plan) => () => outcomeOf(state, plan())));
  let bytes = 0;
  for (const { before, after } of changes) bytes += Math.max(before?.bytes ?? 0, after?.bytes ?? 0);
  // Measured by the larger of before and after, so only once every action has been worked out.
  if (bytes > transactionBytesMax) throw transactionTooLarge();
  const limits = dynamoRuntimeOf(context)?.limits;
  if (limits) attemptAll(changes.map((change) => () => limits.spendWrite(change, transactionFactor)));
  for (const change of changes) if (change.before !== change.after) writeItem(state, change, context);
  return changes;
}

/**
 * {@link commitAll} as a transaction that takes its time: what is under way refuses others, and is refused by others. With a
 * token it is not done twice.
 */
export async function transact(
  state: DynamoState,
  plans: readonly Plan[],
  token: string | undefined,
  context: WriteContext,
): Promise<readonly Change[]> {
  const locks = dynamoRuntimeOf(context)?.locks;
  if (!locks) return commitAll(state, plans, context);
  locks.assertTokenFree(token);
  const touched: Touched[] = [];
  attemptAll(
    plans.map((plan) => () => {
      // What does not fit its table is told when everything is looked at together.
      const planned = attempt(plan).done;
      if (!planned) return;
      locks.assertFree(planned);
      touched.push(planned);
    }),
  );
  return locks.hold(touched, token, () => commitAll(state, plans, context));
}

/** Reads one item, by a key that was checked, within a transaction. Throws TransactionConflictException while another one writes it. */
export function readInTransaction(
  state: DynamoState,
  table: Table,
  key: Item,
  context: Pick<WriteContext, 'runtime'>,
): StoredItem | undefined {
  const encoded = tableKeyOf(table, key);
  const runtime = dynamoRuntimeOf(context);
  runtime?.locks.assertFree({ table, key: encoded });
  const item = state.items(table).get(encoded);
  runtime?.limits?.spendRead(table, readUnits(item?.bytes ?? 0, true) * transactionFactor, undefined, encoded);
  return item;
}

/** All results, or TransactionCanceledException with the reason of each that failed. */
export function attemptAll<T>(actions: readonly (() => T)[]): readonly T[] {
  const results: T[] = [];
  const reasons: CancellationReason[] = [];
  let failed = false;
  for (const action of actions) {
    try {
      results.push(action());
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
      failed = true;
    }
  }
  if (failed)
    throw transactionCancelled(
      reasons.map(({ Code }) => Code),
      reasons,
    );
  return results;
}

/** Errors of other kinds refuse the call as a whole. */
function reasonOf(error: unknown): CancellationReason {
  if (!(error instanceof AwsError)) throw error;
  const { code, message, members } = error;
  if (code === 'ConditionalCheckFailedException') {
    const item = members.Item as Item | undefined;
    return { Code: 'ConditionalCheckFailed', Message: message, ...(item && { Item: item }) };
  }
  if (code === 'TransactionConflictException') return { Code: 'TransactionConflict', Message: message };
  if (code === 'ProvisionedThroughputExceededException') {
    return { Code: 'ProvisionedThroughputExceeded', Message: message };
  }
  if (code === 'ThrottlingException') return { Code: 'ThrottlingError', Message: message };
  if (code === 'DuplicateItemException') return { Code: 'DuplicateItem', Message: message };
  // Empty keys refuse the request; other misfits between a request and its table cancel the transaction.
  if (code === 'ValidationException' && message.startsWith(parameterNotValidPrefix)) throw error;
  if (code === 'ValidationException') return { Code: 'ValidationError', Message: message };
  if (code === 'ItemCollectionSizeLimitExceededException') {
    return { Code: 'ItemCollectionSizeLimitExceeded', Message: message };
  }
  throw error;
}
