import { AwsError } from '../../kernel/errors.ts';
import type { FaultModel, ModelledCall, Trait } from '../../kernel/faults/fault-model.ts';
import { itemTooLarge, updatedItemTooLarge } from './errors/item-errors.ts';
import { splitBatch } from './split-batch.ts';

const conflictText = 'Transaction is ongoing for the item';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export const dynamoFaults: FaultModel = {
  failure: { code: 'InternalServerError', status: 500 },
  throttle: { code: 'ProvisionedThroughputExceededException', status: 400 },
  denial: { arn: (name, { account, region }) => `arn:aws:dynamodb:${region}:${account}:table/${name}` },
  conflict: (call) =>
    call.operation.startsWith('Transact')
      ? transactionConflict(call)
      : new AwsError('TransactionConflictException', conflictText, { status: 400 }),
  tooLarge: (operation) =>
    /^(?:PutItem|BatchWriteItem|TransactWriteItems)$/.test(operation)
      ? { code: 'ValidationException', status: 400, message: itemTooLarge().message }
      : operation === 'UpdateItem'
        ? { code: 'ValidationException', status: 400, message: updatedItemTooLarge().message }
        : undefined,
  hasEventualReads: true,
  traits: ({ operation, input }) => {
    const traits: Trait[] = [];
    if (/^Batch(?:Write|Get)Item$/.test(operation)) traits.push('batch');
    if (operation.startsWith('Transact')) traits.push('transaction');
    if (input.ConditionExpression !== undefined) traits.push('conditional');
    if (isEventual(operation, input)) traits.push('eventual');
    return traits;
  },
  splitBatch,
};

/** Reads of indexes are always eventually consistent: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html */
const isEventual = (operation: string, input: Readonly<Record<string, unknown>>): boolean =>
  /^(?:GetItem|Query|Scan|BatchGetItem)$/.test(operation) &&
  (input.ConsistentRead !== true || input.IndexName !== undefined);

/**
 * A transaction that meets another is cancelled as a whole, with a reason for each of its items; SDKs do not try again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
function transactionConflict({ input }: ModelledCall): AwsError {
  const { TransactItems = [] } = input as { readonly TransactItems?: readonly object[] };
  const CancellationReasons = TransactItems.map((_item, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: conflictText } : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, { status: 400, members: { CancellationReasons } });
}
