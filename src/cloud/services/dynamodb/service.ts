import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import {
  createBackup,
  deleteBackup,
  describeBackup,
  listBackups,
  restoreTableFromBackup,
  restoreTableToPointInTime,
} from './backups/operations.ts';
import { dynamodbEmptyReads } from './empty-reads.ts';
import { sweepOperation } from './engine/expiry.ts';
import { describeExport, exportTableToPointInTime, listExports } from './exchange/export-table.ts';
import { describeImport, importTable, listImports } from './exchange/import-table.ts';
import { dynamoExploredState } from './explored-state.ts';
import { dynamoFaults } from './faults.ts';
import {
  createGlobalTable,
  describeGlobalTable,
  describeGlobalTableSettings,
  describeTableReplicaAutoScaling,
  listGlobalTables,
  updateGlobalTable,
} from './global/legacy-global-tables.ts';
import { dynamoMetrics } from './metrics.ts';
import { batchExecuteStatement } from './operations/batch-execute-statement.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { describeContinuousBackups, updateContinuousBackups } from './operations/continuous-backups.ts';
import { createTable } from './operations/create-table.ts';
import { deleteItem } from './operations/delete-item.ts';
import { deleteTable } from './operations/delete-table.ts';
import { describeEndpoints, describeLimits } from './operations/describe-account.ts';
import { describeTable } from './operations/describe-table.ts';
import { describeTimeToLive } from './operations/describe-time-to-live.ts';
import { executeStatement } from './operations/execute-statement.ts';
import { executeTransaction } from './operations/execute-transaction.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { listTagsOfResource } from './operations/list-tags-of-resource.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { sweepExpiredItems } from './operations/sweep-expired-items.ts';
import { tagResource } from './operations/tag-resource.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateItem } from './operations/update-item.ts';
import { updateTable } from './operations/update-table.ts';
import { updateTimeToLive } from './operations/update-time-to-live.ts';
import { dynamoResources } from './resources/resources.ts';
import { DynamoRuntime } from './runtime.ts';
import {
  describeContributorInsights,
  listContributorInsights,
  updateContributorInsights,
} from './settings/contributor-insights.ts';
import {
  describeKinesisStreamingDestination,
  disableKinesisStreamingDestination,
  enableKinesisStreamingDestination,
  updateKinesisStreamingDestination,
} from './settings/kinesis-destinations.ts';
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from './settings/resource-policies.ts';
import { type DynamoState, openDynamoState } from './state.ts';
import { dynamoStoredOnly } from './stored-only.ts';
import { tableNameOf } from './tables/find-table.ts';
import { dynamoTagging } from './tagging.ts';
import { dynamodbWorkflowTasks } from './workflow-tasks.ts';

/** DynamoDB; its inputs and outputs are wire JSON as it is, checked by each operation in DynamoDB's own order. */
export const dynamodb: Service<DynamoState, DynamoRuntime> = {
  name: 'dynamodb',
  title: 'DynamoDB',
  faults: dynamoFaults,
  exploredState: dynamoExploredState,
  state: openDynamoState,
  requiredMembers: 'itself',
  operations: {
    BatchExecuteStatement: batchExecuteStatement,
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateBackup: createBackup,
    CreateGlobalTable: createGlobalTable,
    CreateTable: createTable,
    DeleteBackup: deleteBackup,
    DeleteItem: deleteItem,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteTable: deleteTable,
    DescribeBackup: describeBackup,
    DescribeContinuousBackups: describeContinuousBackups,
    DescribeContributorInsights: describeContributorInsights,
    DescribeEndpoints: describeEndpoints,
    DescribeExport: describeExport,
    DescribeGlobalTable: describeGlobalTable,
    DescribeGlobalTableSettings: describeGlobalTableSettings,
    DescribeImport: describeImport,
    DescribeKinesisStreamingDestination: describeKinesisStreamingDestination,
    DescribeLimits: describeLimits,
    DescribeTable: describeTable,
    DescribeTableReplicaAutoScaling: describeTableReplicaAutoScaling,
    DescribeTimeToLive: describeTimeToLive,
    DisableKinesisStreamingDestination: disableKinesisStreamingDestination,
    EnableKinesisStreamingDestination: enableKinesisStreamingDestination,
    ExecuteStatement: executeStatement,
    ExecuteTransaction: executeTransaction,
    ExportTableToPointInTime: exportTableToPointInTime,
    GetItem: getItem,
    GetResourcePolicy: getResourcePolicy,
    ImportTable: importTable,
    ListBackups: listBackups,
    ListContributorInsights: listContributorInsights,
    ListExports: listExports,
    ListGlobalTables: listGlobalTables,
    ListImports: listImports,
    ListTables: listTables,
    ListTagsOfResource: listTagsOfResource,
    PutItem: putItem,
    PutResourcePolicy: putResourcePolicy,
    Query: query,
    RestoreTableFromBackup: restoreTableFromBackup,
    RestoreTableToPointInTime: restoreTableToPointInTime,
    Scan: scan,
    TagResource: tagResource,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UntagResource: untagResource,
    UpdateContinuousBackups: updateContinuousBackups,
    UpdateContributorInsights: updateContributorInsights,
    UpdateGlobalTable: updateGlobalTable,
    UpdateItem: updateItem,
    UpdateKinesisStreamingDestination: updateKinesisStreamingDestination,
    UpdateTable: updateTable,
    UpdateTimeToLive: updateTimeToLive,
    [sweepOperation]: sweepExpiredItems,
    ...emptyOperations('dynamodb', dynamodbEmptyReads),
  },
  emptyReads: dynamodbEmptyReads,
  resourceOf: (_operation, input) => {
    const named = input.TableName ?? input.ResourceArn;
    return typeof named === 'string' ? tableNameOf(named) : undefined;
  },
  resources: dynamoResources,
  tagging: dynamoTagging,
  metrics: dynamoMetrics,
  storedOnly: dynamoStoredOnly,
  workflowTasks: dynamodbWorkflowTasks,
  start: (kernel) => new DynamoRuntime(kernel),
};
