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

interface ContributorInsights {
  readonly Enabled?: boolean;
}

/** A global index of a template: as the API has it, except for what CloudFormation adds. */
export type IndexProperties = GlobalSecondaryIndex & {
  readonly ContributorInsightsSpecification?: ContributorInsights;
};

/** The properties of `AWS::DynamoDB::Table`; the engine has checked names and JSON types against the specification. */
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

/** What `AWS::DynamoDB::Table` understands; any other property fails the resource by name. */
export const tablePropertyNames: readonly (keyof TableProperties)[] = [
  'AttributeDefinitions',
  'BillingMode',
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'ProvisionedThroughput',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
  'WarmThroughput',
];

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
