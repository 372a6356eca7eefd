import type {
  AttributeDefinition,
  BillingMode,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  PointInTimeRecoverySpecification,
  ProvisionedThroughput,
  SSEType,
  StreamViewType,
  TableClass,
  Tag,
  TimeToLiveSpecification,
  WarmThroughput,
} from '@aws-sdk/client-dynamodb';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Properties } from '../../../service-kit/contract.ts';
import type { Kinds } from '../../../service-kit/properties.ts';

export interface ContributorInsights {
  readonly Enabled?: boolean;
  readonly Mode?: string;
}

interface ResourcePolicy {
  /** As JSON. */
  readonly PolicyDocument?: string;
}

/** A global index of a template: as the API has it, except for what CloudFormation adds. */
export type IndexProperties = GlobalSecondaryIndex & {
  readonly ContributorInsightsSpecification?: ContributorInsights;
};

/** The properties of `AWS::DynamoDB::Table`; `tableKinds` has given them their types. */
export interface TableProperties {
  readonly TableName?: string;
  readonly AttributeDefinitions?: AttributeDefinition[];
  readonly KeySchema?: KeySchemaElement[];
  readonly BillingMode?: BillingMode;
  readonly ProvisionedThroughput?: ProvisionedThroughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly WarmThroughput?: WarmThroughput;
  readonly GlobalSecondaryIndexes?: readonly IndexProperties[];
  readonly LocalSecondaryIndexes?: LocalSecondaryIndex[];
  readonly StreamSpecification?: {
    readonly StreamViewType?: StreamViewType;
    readonly ResourcePolicy?: ResourcePolicy;
  };
  readonly ResourcePolicy?: ResourcePolicy;
  readonly KinesisStreamSpecification?: {
    readonly StreamArn?: string;
    readonly ApproximateCreationDateTimePrecision?: string;
  };
  readonly ImportSourceSpecification?: Properties;
  readonly SSESpecification?: {
    readonly SSEEnabled?: boolean;
    readonly SSEType?: SSEType;
    readonly KMSMasterKeyId?: string;
  };
  readonly TableClass?: TableClass;
  readonly DeletionProtectionEnabled?: boolean;
  readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification;
  readonly TimeToLiveSpecification?: TimeToLiveSpecification;
  readonly ContributorInsightsSpecification?: ContributorInsights;
  readonly Tags?: readonly Tag[];
}

export const provisionedKinds = { members: { ReadCapacityUnits: 'number', WriteCapacityUnits: 'number' } } as const;
export const onDemandKinds = { members: { MaxReadRequestUnits: 'number', MaxWriteRequestUnits: 'number' } } as const;
export const warmKinds = { members: { ReadUnitsPerSecond: 'number', WriteUnitsPerSecond: 'number' } } as const;
export const keySchemaKinds = { list: { members: { AttributeName: 'text', KeyType: 'text' } } } as const;
export const projectionKinds = { members: { NonKeyAttributes: { list: 'text' }, ProjectionType: 'text' } } as const;
export const insightsKinds = { members: { Enabled: 'flag', Mode: 'text' } } as const;
export const policyKinds = { members: { PolicyDocument: 'document' } } as const;
export const kinesisKinds = {
  members: { ApproximateCreationDateTimePrecision: 'text', StreamArn: 'text' },
} as const;
export const recoveryKinds = {
  members: { PointInTimeRecoveryEnabled: 'flag', RecoveryPeriodInDays: 'number' },
} as const;

/** What tables of one region and of several say alike. */
export const sharedKinds = {
  AttributeDefinitions: { list: { members: { AttributeName: 'text', AttributeType: 'text' } } },
  BillingMode: 'text',
  KeySchema: keySchemaKinds,
  LocalSecondaryIndexes: {
    list: { members: { IndexName: 'text', KeySchema: keySchemaKinds, Projection: projectionKinds } },
  },
  StreamSpecification: { members: { StreamViewType: 'text' } },
  TableName: 'text',
  TimeToLiveSpecification: { members: { AttributeName: 'text', Enabled: 'flag' } },
  WarmThroughput: warmKinds,
} as const satisfies Kinds;

/** What `AWS::DynamoDB::Table` understands; any other property fails the resource by name. */
export const tableKinds = {
  ...sharedKinds,
  ContributorInsightsSpecification: insightsKinds,
  DeletionProtectionEnabled: 'flag',
  GlobalSecondaryIndexes: {
    list: {
      members: {
        ContributorInsightsSpecification: insightsKinds,
        IndexName: 'text',
        KeySchema: keySchemaKinds,
        OnDemandThroughput: onDemandKinds,
        Projection: projectionKinds,
        ProvisionedThroughput: provisionedKinds,
        WarmThroughput: warmKinds,
      },
    },
  },
  ImportSourceSpecification: {
    members: {
      InputCompressionType: 'text',
      InputFormat: 'text',
      InputFormatOptions: { members: { Csv: { members: { Delimiter: 'text', HeaderList: { list: 'text' } } } } },
      S3BucketSource: { members: { S3Bucket: 'text', S3BucketOwner: 'text', S3KeyPrefix: 'text' } },
    },
  },
  KinesisStreamSpecification: kinesisKinds,
  OnDemandThroughput: onDemandKinds,
  PointInTimeRecoverySpecification: recoveryKinds,
  ProvisionedThroughput: provisionedKinds,
  ResourcePolicy: policyKinds,
  SSESpecification: { members: { KMSMasterKeyId: 'text', SSEEnabled: 'flag', SSEType: 'text' } },
  StreamSpecification: { members: { ResourcePolicy: policyKinds, StreamViewType: 'text' } },
  TableClass: 'text',
  Tags: 'tags',
} as const satisfies Kinds;

/** Reads the properties; what is understood but cannot be given is refused by name. */
export function tableProperties(properties: Properties): TableProperties {
  const table = properties as TableProperties;
  for (const member of Object.keys(table.StreamSpecification ?? {})) {
    if (member !== 'StreamViewType' && member !== 'ResourcePolicy')
      throw new UnsupportedError(`AWS::DynamoDB::Table with StreamSpecification.${member}`);
  }
  return table;
}

/** The index without what only CloudFormation knows. */
export function indexInput({
  ContributorInsightsSpecification: _off,
  ...index
}: IndexProperties): GlobalSecondaryIndex {
  return index;
}

/** CloudFormation says `SSEEnabled` where the API says `Enabled`. */
export function encryptionInput(table: TableProperties) {
  if (!table.SSESpecification) return undefined;
  const { SSEEnabled: Enabled, ...rest } = table.SSESpecification;
  return { ...(Enabled !== undefined && { Enabled }), ...rest };
}

/** Templates turn a stream on by naming its view; the API wants the flag as well. */
export function streamInput(table: TableProperties) {
  const type = table.StreamSpecification?.StreamViewType;
  return type === undefined ? undefined : { StreamEnabled: true, StreamViewType: type };
}
