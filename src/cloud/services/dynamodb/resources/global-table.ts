import type { GlobalSecondaryIndex, PointInTimeRecoverySpecification, TableClass, Tag } from '@aws-sdk/client-dynamodb';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { tableResource } from './table.ts';
import { type TableProperties, tableProperties } from './table-properties.ts';

interface AutoScaling {
  readonly MinCapacity?: number;
  readonly SeedCapacity?: number;
}

/** Reads are set for each replica, writes for all of them. */
interface ReadSettings {
  readonly ReadProvisionedThroughputSettings?: {
    readonly ReadCapacityUnits?: number;
    readonly ReadCapacityAutoScalingSettings?: AutoScaling;
  };
  readonly ReadOnDemandThroughputSettings?: { readonly MaxReadRequestUnits?: number };
}

interface WriteSettings {
  readonly WriteProvisionedThroughputSettings?: { readonly WriteCapacityAutoScalingSettings?: AutoScaling };
  readonly WriteOnDemandThroughputSettings?: { readonly MaxWriteRequestUnits?: number };
}

type GlobalIndex = Pick<GlobalSecondaryIndex, 'IndexName' | 'KeySchema' | 'Projection' | 'WarmThroughput'> &
  ReadSettings &
  WriteSettings;

interface Replica extends ReadSettings {
  readonly Region?: string;
  readonly DeletionProtectionEnabled?: boolean;
  readonly GlobalSecondaryIndexes?: readonly (ReadSettings & { readonly IndexName?: string })[];
  readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification;
  readonly SSESpecification?: { readonly KMSMasterKeyId?: string };
  readonly TableClass?: TableClass;
  readonly Tags?: readonly Tag[];
  readonly ContributorInsightsSpecification?: { readonly Enabled?: boolean };
}

const replicaMembers: ReadonlySet<string> = new Set<keyof Replica>([
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'PointInTimeRecoverySpecification',
  'ReadOnDemandThroughputSettings',
  'ReadProvisionedThroughputSettings',
  'Region',
  'SSESpecification',
  'TableClass',
  'Tags',
]);

/** Copied from the global table as they are. */
const sharedMembers = [
  'AttributeDefinitions',
  'BillingMode',
  'KeySchema',
  'LocalSecondaryIndexes',
  'StreamSpecification',
  'TableName',
  'TimeToLiveSpecification',
  'WarmThroughput',
] as const;

type GlobalTableProperties = Pick<TableProperties, (typeof sharedMembers)[number]> &
  ReadSettings &
  WriteSettings & {
    readonly GlobalSecondaryIndexes?: readonly GlobalIndex[];
    readonly Replicas?: readonly Replica[];
    readonly SSESpecification?: { readonly SSEEnabled?: boolean; readonly SSEType?: 'AES256' | 'KMS' };
  };

const ownTable: ResourceType = tableResource(
  [
    ...sharedMembers,
    'GlobalSecondaryIndexes',
    'ReadOnDemandThroughputSettings',
    'ReadProvisionedThroughputSettings',
    'Replicas',
    'SSESpecification',
    'WriteOnDemandThroughputSettings',
    'WriteProvisionedThroughputSettings',
  ],
  (properties, context) => tableProperties(asTable(properties as GlobalTableProperties, context)),
);

/**
 * What CDK's `TableV2` makes: a table in the stack's region, and its replicas in others, which have its settings.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
 */
export const globalTable: ResourceType = {
  properties: ownTable.properties,
  async create(properties, context) {
    const state = await ownTable.create(properties, context);
    await replicate(state.physicalId, [], regionsOf(properties, context), context);
    return state;
  },
  async update(state, properties, previous, context) {
    const updated = (await ownTable.update?.(state, properties, previous, context)) ?? state;
    await replicate(state.physicalId, regionsOf(previous, context), regionsOf(properties, context), context);
    return updated;
  },
  async delete(state, properties, context) {
    // A table that is gone has no replicas to give up.
    await replicate(state.physicalId, regionsOf(properties, context), [], context).catch((error: unknown) => {
      if (!(error instanceof AwsError)) throw error;
    });
    await ownTable.delete(state, properties, context);
  },
};

/** Replicas beside the one of the stack's own region. */
const regionsOf = (properties: Properties, { region }: ResourceContext): string[] =>
  ((properties as GlobalTableProperties).Replicas ?? []).flatMap(({ Region }) =>
    Region === undefined || Region === region ? [] : [Region],
  );

async function replicate(
  TableName: string,
  before: readonly string[],
  after: readonly string[],
  context: ResourceContext,
): Promise<void> {
  const change = (update: object) => context.call('dynamodb', 'UpdateTable', { TableName, ReplicaUpdates: [update] });
  for (const RegionName of before) if (!after.includes(RegionName)) await change({ Delete: { RegionName } });
  for (const RegionName of after) if (!before.includes(RegionName)) await change({ Create: { RegionName } });
}

function asTable(global: GlobalTableProperties, context: ResourceContext): Properties {
  const replica = ownReplica(global, context);
  const shared = sharedMembers.flatMap((member) => (global[member] === undefined ? [] : [[member, global[member]]]));
  const isProvisioned = global.BillingMode === 'PROVISIONED';
  const {
    GlobalSecondaryIndexes: replicaIndexes,
    Region: _region,
    ReadProvisionedThroughputSettings: _provisioned,
    ReadOnDemandThroughputSettings: _onDemand,
    SSESpecification: replicaEncryption,
    ...settings
  } = replica;
  return {
    ...Object.fromEntries(shared),
    ...settings,
    // This type's default is on demand, the other one's is not.
    BillingMode: global.BillingMode ?? 'PAY_PER_REQUEST',
    ...capacityOf([global, replica], isProvisioned),
    ...(global.SSESpecification && { SSESpecification: { ...global.SSESpecification, ...replicaEncryption } }),
    ...(global.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: global.GlobalSecondaryIndexes.map((index) => {
        const own = replicaIndexes?.find((candidate) => candidate.IndexName === index.IndexName);
        return asIndex(index, own ?? {}, isProvisioned);
      }),
    }),
  };
}

function ownReplica({ Replicas: replicas = [] }: GlobalTableProperties, context: ResourceContext): Replica {
  const replica = replicas.find(({ Region }) => Region === context.region);
  if (!replica) throw new UnsupportedError('AWS::DynamoDB::GlobalTable without a replica in the region of its stack');
  for (const member of replicas.flatMap((each) => Object.keys(each))) {
    if (!replicaMembers.has(member)) throw new UnsupportedError(`AWS::DynamoDB::GlobalTable with Replicas.${member}`);
  }
  return replica;
}

function asIndex(index: GlobalIndex, own: ReadSettings & { readonly IndexName?: string }, isProvisioned: boolean) {
  const { IndexName, KeySchema, Projection, WarmThroughput } = index;
  return {
    IndexName,
    KeySchema,
    Projection,
    ...(WarmThroughput && { WarmThroughput }),
    ...capacityOf([index, own], isProvisioned),
  };
}

/** Later settings win: a replica's over those of the whole table. Auto scaling stays where it begins. */
function capacityOf(settings: readonly (ReadSettings & WriteSettings)[], isProvisioned: boolean) {
  const last = <Value>(pick: (one: ReadSettings & WriteSettings) => Value | undefined): Value | undefined =>
    settings.map(pick).findLast((value) => value !== undefined);
  if (isProvisioned) {
    const reads = last((one) => one.ReadProvisionedThroughputSettings);
    const writes = last((one) => one.WriteProvisionedThroughputSettings);
    return {
      ProvisionedThroughput: {
        ReadCapacityUnits: reads?.ReadCapacityUnits ?? startOf(reads?.ReadCapacityAutoScalingSettings),
        WriteCapacityUnits: startOf(writes?.WriteCapacityAutoScalingSettings),
      },
    };
  }
  const reads = last((one) => one.ReadOnDemandThroughputSettings);
  const writes = last((one) => one.WriteOnDemandThroughputSettings);
  return reads || writes ? { OnDemandThroughput: { ...reads, ...writes } } : {};
}

const startOf = (scaling: AutoScaling | undefined): number | undefined => scaling?.SeedCapacity ?? scaling?.MinCapacity;
