import type { DeleteTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { forgetExpiries } from '../engine/expiry.ts';
import { deletionProtected } from '../errors/table-errors.ts';
import { spread } from '../global/replicas.ts';
import { tableOnlyShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTable } from '../tables/find-table.ts';
import { noteStream } from '../tables/stream.ts';

/**
 * Deletes a table with its items and indexes at once; the answer says DELETING, as DynamoDB's does, and tells little.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
 */
export const deleteTable: Operation<DeleteTableCommandInput, object, DynamoState> = (state, input, context) => {
  checkInput(input, tableOnlyShape);
  const table = findTable(state, input.TableName ?? '', context);
  if (table.deletionProtection) throw deletionProtected();
  noteStream(state, table, context.clock.now(), true);
  if (table.timeToLive) forgetExpiries(state, table, context);
  if (table.pointInTimeRecovery) state.dropHistory(table);
  state.policies.delete(table.arn);
  for (const [key, { tableName }] of [...state.insights.entries()])
    if (tableName === table.name) state.insights.delete(key);
  state.dropItems(table);
  state.tables.delete(table.name);
  if (table.replicas) spread(table.name, table.replicas, { ...context, region: table.replicas[0] ?? '' });
  return {
    TableDescription: {
      TableName: table.name,
      TableStatus: 'DELETING',
      ProvisionedThroughput: {
        NumberOfDecreasesToday: 0,
        ReadCapacityUnits: table.throughput.readUnits,
        WriteCapacityUnits: table.throughput.writeUnits,
      },
      TableSizeBytes: 0,
      ItemCount: 0,
      TableArn: table.arn,
      TableId: table.id,
      DeletionProtectionEnabled: false,
    },
  };
};
