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

interface ContributorInsights {
  readonly Enabled?: boolean;
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
  readonly StreamSpecification?: { readonly StreamViewType?: StreamViewType } & Properties;
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
  OnDemandThroughput: onDemandKinds,
  PointInTimeRecoverySpecification: recoveryKinds,
  ProvisionedThroughput: provisionedKinds,
  SSESpecification: { members: { KMSMasterKeyId: 'text', SSEEnabled: 'flag', SSEType: 'text' } },
  TableClass: 'text',
  Tags: 'tags',
} as const satisfies Kinds;

/** Reads the properties; what is understood but cannot be given is refused by name. */
export function tableProperties(properties: Properties): TableProperties {
  const table = properties as TableProperties;
  const insights = [table, ...(table.GlobalSecondaryIndexes ?? [])].some(
    (owner) => owner.ContributorInsightsSpecification?.Enabled,
  );
  if (insights) throw new UnsupportedError('AWS::DynamoDB::Table with ContributorInsightsSpecification');
  for (const member of Object.keys(table.StreamSpecification ?? {})) {
    if (member !== 'StreamViewType')
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
