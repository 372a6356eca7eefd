import type { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { attempt } from '../engine/attempt.ts';
import type { ConsumedCapacity } from '../engine/capacity.ts';
import { batchSelectWithoutKey, readsAndWritesMixed } from '../errors/partiql-errors.ts';
import { lookupOf } from '../partiql/key-lookup.ts';
import { parseStatement } from '../partiql/parse-statement.ts';
import { readableIndex } from '../partiql/run-select.ts';
import { runStatement } from '../partiql/run-statement.ts';
import type { Statement } from '../partiql/statement.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { checkItemInput, knownMembers } from '../validation/check-item-input.ts';
import type { CapacityMode } from '../validation/inputs.ts';
import { batchExecuteStatementShape, statementTypes } from '../validation/statement-shapes.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';

interface BatchStatement {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
  readonly ConsistentRead?: boolean;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}

interface Input {
  readonly Statements: readonly BatchStatement[];
  readonly ReturnConsumedCapacity?: CapacityMode;
}

interface Response {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly Error?: { readonly Code: string; readonly Message: string; readonly Item?: Item };
}

interface Output {
  readonly Responses: readonly Response[];
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

/**
 * Up to 25 statements, each on one item and each on its own: what fails is told in its place.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
 */
export const batchExecuteStatement: Operation<Input, Output, DynamoState> = (state, given, context) => {
  const checked = checkItemInput(given, batchExecuteStatementShape);
  const input: Input = { ...checked, Statements: checked.Statements.map((each) => knownMembers(each, statementTypes)) };
  const parsed = input.Statements.map((each) => attempt(() => parseStatement(each.Statement, each.Parameters)));
  const kinds = new Set(parsed.flatMap((each) => (each.done ? [each.done.kind === 'select'] : [])));
  if (kinds.size > 1) throw readsAndWritesMixed();
  const consumed: ConsumedCapacity[] = [];
  const Responses = parsed.map((each, position): Response => {
    const one = input.Statements[position];
    if (!each.done || !one) return failed(each.error);
    const { done: statement } = each;
    const run = attempt(() => runOne(state, statement, { ...one, ...mode(input) }, context));
    const TableName = tableNameOf(statement);
    if (!run.done) return { ...failed(run.error), ...(TableName !== undefined && { TableName }) };
    if (run.done.ConsumedCapacity) consumed.push(run.done.ConsumedCapacity);
    const [Item] = run.done.Items;
    return { ...(TableName !== undefined && { TableName }), ...(Item && { Item }) };
  });
  return { Responses, ...(consumed.length > 0 && { ConsumedCapacity: consumed }) };
};

const mode = ({ ReturnConsumedCapacity }: Input) => ({ ...(ReturnConsumedCapacity && { ReturnConsumedCapacity }) });

function runOne(
  state: DynamoState,
  statement: Statement,
  options: Parameters<typeof runStatement>[2],
  context: Context,
) {
  if (statement.kind === 'select') {
    const table = activeTable(state, statement.source.tableName, context);
    const { indexName } = statement.source;
    if (indexName !== undefined) readableIndex(table, indexName, options.ConsistentRead === true);
    lookupOf(table, statement.where, batchSelectWithoutKey);
  }
  return runStatement(state, statement, options, context);
}

const tableNameOf = (statement: Statement): string | undefined =>
  statement.kind === 'exists' ? statement.select.source.tableName : statement.source.tableName;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html */
const codes: Readonly<Record<string, string>> = {
  ValidationException: 'ValidationError',
  ResourceNotFoundException: 'ResourceNotFound',
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  DuplicateItemException: 'DuplicateItem',
  TransactionConflictException: 'TransactionConflict',
  ItemCollectionSizeLimitExceededException: 'ItemCollectionSizeLimitExceeded',
  ProvisionedThroughputExceededException: 'ProvisionedThroughputExceeded',
  ThrottlingException: 'ThrottlingError',
};

function failed(error: AwsError | undefined): Response {
  const { code = '', message = '', members = {} } = error ?? {};
  const item = members.Item as Item | undefined;
  return { Error: { Code: codes[code] ?? 'InternalServerError', Message: message, ...(item && { Item: item }) } };
}
