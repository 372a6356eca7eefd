import type { MemberShape } from '../../kernel/shapes.ts';

/**
 * What DynamoDB's control plane demands of its inputs, in its order of evaluation (write capacity ahead of read).
 * Limits: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ ; texts as observed up to October 2026.
 */
export interface TypedMember extends MemberShape {
  /** The JSON type: another one is a SerializationException ahead of everything else. */
  readonly type: 'string' | 'long' | 'boolean' | 'list' | 'structure';
  readonly each?: TypedMember;
  readonly members?: TypedShape;
}

export type TypedShape = Readonly<Record<string, TypedMember>>;

/** Checked ahead of all other members and alone, by name or by ARN: see `check-input.ts`. */
const TableName: TypedMember = { type: 'string' };

const namePattern = { pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' };
const text: TypedMember = { type: 'string' };
const flag: TypedMember = { type: 'boolean' };
const units: TypedMember = { type: 'long' };

const BillingMode: TypedMember = { type: 'string', enum: ['PROVISIONED', 'PAY_PER_REQUEST'] };

const ProvisionedThroughput: TypedMember = {
  type: 'structure',
  members: {
    WriteCapacityUnits: { type: 'long', required: true, min: 1 },
    ReadCapacityUnits: { type: 'long', required: true, min: 1 },
  },
};

const OnDemandThroughput: TypedMember = {
  type: 'structure',
  members: { MaxReadRequestUnits: units, MaxWriteRequestUnits: units },
};

const WarmThroughput: TypedMember = {
  type: 'structure',
  members: { ReadUnitsPerSecond: units, WriteUnitsPerSecond: units },
};

const AttributeDefinition: TypedMember = {
  type: 'structure',
  structure: 'AttributeDefinition',
  members: {
    AttributeName: { type: 'string', required: true, min: 1, max: 255 },
    AttributeType: { type: 'string', required: true, enum: ['B', 'N', 'S'] },
  },
};

const KeySchemaElement: TypedMember = {
  type: 'structure',
  structure: 'KeySchemaElement',
  members: {
    AttributeName: { type: 'string', required: true, min: 1, max: 255 },
    KeyType: { type: 'string', required: true, enum: ['HASH', 'RANGE'] },
  },
};

/** Keys of tables and local indexes; a global index may have more, which has errors of its own. */
const KeySchema: TypedMember = { type: 'list', required: true, min: 1, max: 2, each: KeySchemaElement };
const GlobalKeySchema: TypedMember = { type: 'list', required: true, min: 1, each: KeySchemaElement };

const Projection: TypedMember = {
  type: 'structure',
  required: true,
  members: {
    ProjectionType: { type: 'string', enum: ['ALL', 'INCLUDE', 'KEYS_ONLY'] },
    NonKeyAttributes: { type: 'list', min: 1, max: 20, each: { type: 'string', min: 1, max: 255 } },
  },
};

const IndexName: TypedMember = { type: 'string', required: true, min: 3, max: 255, ...namePattern };

const LocalSecondaryIndex: TypedMember = { type: 'structure', members: { IndexName, KeySchema, Projection } };

const globalIndexMembers: TypedShape = {
  IndexName,
  KeySchema: GlobalKeySchema,
  Projection,
  ProvisionedThroughput,
  OnDemandThroughput,
  WarmThroughput,
};
const GlobalSecondaryIndex: TypedMember = { type: 'structure', members: globalIndexMembers };

const StreamSpecification: TypedMember = {
  type: 'structure',
  members: {
    StreamEnabled: { type: 'boolean', required: true },
    StreamViewType: { type: 'string', enum: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] },
  },
};

const SSESpecification: TypedMember = {
  type: 'structure',
  members: { Enabled: flag, SSEType: { type: 'string', enum: ['AES256', 'KMS'] }, KMSMasterKeyId: text },
};

const Tag: TypedMember = { type: 'structure', members: { Key: text, Value: text } };

export const createTableShape: TypedShape = {
  AttributeDefinitions: { type: 'list', required: true, each: AttributeDefinition },
  TableName,
  BillingMode,
  ProvisionedThroughput,
  KeySchema,
  LocalSecondaryIndexes: { type: 'list', each: LocalSecondaryIndex },
  GlobalSecondaryIndexes: { type: 'list', each: GlobalSecondaryIndex },
  StreamSpecification,
  SSESpecification,
  Tags: { type: 'list', each: Tag },
  // Its own text, not the usual enum's: see `errors.ts`.
  TableClass: text,
  DeletionProtectionEnabled: flag,
  OnDemandThroughput,
  WarmThroughput,
  ResourcePolicy: text,
};

const GlobalSecondaryIndexUpdate: TypedMember = {
  type: 'structure',
  members: {
    Update: {
      type: 'structure',
      members: { IndexName, ProvisionedThroughput, OnDemandThroughput, WarmThroughput },
    },
    Create: { type: 'structure', members: globalIndexMembers },
    Delete: { type: 'structure', members: { IndexName } },
  },
};

export const updateTableShape: TypedShape = {
  AttributeDefinitions: { type: 'list', each: AttributeDefinition },
  TableName,
  BillingMode,
  ProvisionedThroughput,
  GlobalSecondaryIndexUpdates: { type: 'list', each: GlobalSecondaryIndexUpdate },
  StreamSpecification,
  SSESpecification,
  TableClass: text,
  DeletionProtectionEnabled: flag,
  OnDemandThroughput,
  WarmThroughput,
};

/** DeleteTable, DescribeTable, DescribeTimeToLive, DescribeContinuousBackups. */
export const tableOnlyShape: TypedShape = { TableName };

export const listTablesShape: TypedShape = {
  ExclusiveStartTableName: { type: 'string', min: 3, max: 255, ...namePattern },
  Limit: { type: 'long', min: 1, max: 100 },
};

const ResourceArn: TypedMember = { type: 'string', required: true, min: 1, max: 1283 };

export const tagResourceShape: TypedShape = { ResourceArn, Tags: { type: 'list', required: true, each: Tag } };

export const untagResourceShape: TypedShape = { ResourceArn, TagKeys: { type: 'list', required: true, each: text } };

export const listTagsOfResourceShape: TypedShape = { ResourceArn, NextToken: text };

export const updateTimeToLiveShape: TypedShape = {
  TableName,
  TimeToLiveSpecification: {
    type: 'structure',
    required: true,
    members: {
      Enabled: { type: 'boolean', required: true },
      AttributeName: { type: 'string', required: true, min: 1, max: 255 },
    },
  },
};

export const updateContinuousBackupsShape: TypedShape = {
  TableName,
  PointInTimeRecoverySpecification: {
    type: 'structure',
    required: true,
    members: {
      PointInTimeRecoveryEnabled: { type: 'boolean', required: true },
      RecoveryPeriodInDays: { type: 'long', min: 1, max: 35 },
    },
  },
};
