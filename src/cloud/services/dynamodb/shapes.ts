import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/**
 * What DynamoDB's control plane demands of its inputs, in its order of evaluation (write capacity ahead of read).
 * Limits: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ ; JSON types are checked by the wire.
 */

/** Checked ahead of all other members and alone, by name or by ARN: see `check-input.ts`. */
const TableName: MemberShape = {};

const namePattern = { pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' };

const BillingMode: MemberShape = { enum: ['PROVISIONED', 'PAY_PER_REQUEST'] };

const ProvisionedThroughput: MemberShape = {
  members: {
    WriteCapacityUnits: { required: true, min: 1 },
    ReadCapacityUnits: { required: true, min: 1 },
  },
};

const AttributeDefinition: MemberShape = {
  required: true,
  structure: 'AttributeDefinition',
  members: {
    AttributeName: { required: true, min: 1, max: 255 },
    AttributeType: { required: true, enum: ['B', 'N', 'S'] },
  },
};

const KeySchemaElement: MemberShape = {
  required: true,
  structure: 'KeySchemaElement',
  members: {
    AttributeName: { required: true, min: 1, max: 255 },
    KeyType: { required: true, enum: ['HASH', 'RANGE'] },
  },
};

/** Keys of tables and local indexes; a global index may have more, which has errors of its own. */
const KeySchema: MemberShape = { required: true, min: 1, max: 2, each: KeySchemaElement };
const GlobalKeySchema: MemberShape = { required: true, min: 1, each: KeySchemaElement };

const Projection: MemberShape = {
  required: true,
  members: {
    ProjectionType: { enum: ['ALL', 'INCLUDE', 'KEYS_ONLY'] },
    NonKeyAttributes: { min: 1, max: 20, each: { required: true, min: 1, max: 255 } },
  },
};

const IndexName: MemberShape = { required: true, min: 3, max: 255, ...namePattern };

const LocalSecondaryIndex: MemberShape = { required: true, members: { IndexName, KeySchema, Projection } };

const globalIndexMembers: InputShape = {
  IndexName,
  KeySchema: GlobalKeySchema,
  Projection,
  ProvisionedThroughput,
};
const GlobalSecondaryIndex: MemberShape = { required: true, members: globalIndexMembers };

const StreamSpecification: MemberShape = {
  members: {
    StreamEnabled: { required: true },
    StreamViewType: { enum: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] },
  },
};

const SSESpecification: MemberShape = {
  members: { SSEType: { enum: ['AES256', 'KMS'] } },
};

export const createTableShape: InputShape = {
  AttributeDefinitions: { required: true, each: AttributeDefinition },
  TableName,
  BillingMode,
  ProvisionedThroughput,
  KeySchema,
  // Whatever the order of the request.
  GlobalSecondaryIndexes: { each: GlobalSecondaryIndex },
  LocalSecondaryIndexes: { each: LocalSecondaryIndex },
  StreamSpecification,
  SSESpecification,
  Tags: { each: { required: true } },
};

const GlobalSecondaryIndexUpdate: MemberShape = {
  required: true,
  members: {
    Update: {
      members: { IndexName, ProvisionedThroughput },
    },
    Create: { members: globalIndexMembers },
    Delete: { members: { IndexName } },
  },
};

export const updateTableShape: InputShape = {
  AttributeDefinitions: { each: AttributeDefinition },
  TableName,
  BillingMode,
  ProvisionedThroughput,
  GlobalSecondaryIndexUpdates: { each: GlobalSecondaryIndexUpdate },
  StreamSpecification,
  SSESpecification,
};

/** DeleteTable, DescribeTable, DescribeTimeToLive, DescribeContinuousBackups. */
export const tableOnlyShape: InputShape = { TableName };

export const listTablesShape: InputShape = {
  ExclusiveStartTableName: { min: 3, max: 255, ...namePattern },
  Limit: { min: 1, max: 100 },
};

const ResourceArn: MemberShape = { required: true, min: 1, max: 1283 };

export const tagResourceShape: InputShape = { ResourceArn, Tags: { required: true, each: { required: true } } };

export const untagResourceShape: InputShape = { ResourceArn, TagKeys: { required: true, each: { required: true } } };

export const listTagsOfResourceShape: InputShape = { ResourceArn };

export const updateTimeToLiveShape: InputShape = {
  TableName,
  TimeToLiveSpecification: {
    required: true,
    members: {
      Enabled: { required: true },
      AttributeName: { required: true, min: 1, max: 255 },
    },
  },
};

export const updateContinuousBackupsShape: InputShape = {
  TableName,
  PointInTimeRecoverySpecification: {
    required: true,
    members: {
      PointInTimeRecoveryEnabled: { required: true },
      RecoveryPeriodInDays: { min: 1, max: 35 },
    },
  },
};
