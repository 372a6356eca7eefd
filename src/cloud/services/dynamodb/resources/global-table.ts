import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Properties, ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, readWherePossible, type Values } from '../../../service-kit/properties.ts';
import type { DeclaredType } from '../../../service-kit/resource-type.ts';
import { tableResource } from './table.ts';
import {
  insightsKinds,
  keySchemaKinds,
  kinesisKinds,
  policyKinds,
  projectionKinds,
  recoveryKinds,
  sharedKinds,
  type TableProperties,
  tableProperties,
  warmKinds,
} from './table-properties.ts';

const scalingKinds = {
  members: { MaxCapacity: 'number', MinCapacity: 'number', SeedCapacity: 'number' },
} as const;

const onDemandReads = { members: { MaxReadRequestUnits: 'number' } } as const;

/** What all replicas have in common; auto scaling of reads is up to each. */
const readKinds = {
  ReadOnDemandThroughputSettings: onDemandReads,
  ReadProvisionedThroughputSettings: { members: { ReadCapacityUnits: 'number' } },
} as const satisfies Kinds;

/** Reads are set for each replica, writes for all of them. */
const replicaReadKinds = {
  ReadOnDemandThroughputSettings: onDemandReads,
  ReadProvisionedThroughputSettings: {
    members: { ReadCapacityAutoScalingSettings: scalingKinds, ReadCapacityUnits: 'number' },
  },
} as const satisfies Kinds;

const writeKinds = {
  WriteOnDemandThroughputSettings: { members: { MaxWriteRequestUnits: 'number' } },
  WriteProvisionedThroughputSettings: { members: { WriteCapacityAutoScalingSettings: scalingKinds } },
} as const satisfies Kinds;

const replicaKinds = {
  ...replicaReadKinds,
  ContributorInsightsSpecification: insightsKinds,
  DeletionProtectionEnabled: 'flag',
  GlobalSecondaryIndexes: {
    list: { members: { ...replicaReadKinds, ContributorInsightsSpecification: insightsKinds, IndexName: 'text' } },
  },
  KinesisStreamSpecification: kinesisKinds,
  PointInTimeRecoverySpecification: recoveryKinds,
  Region: 'text',
  ReplicaStreamSpecification: { members: { ResourcePolicy: policyKinds } },
  ResourcePolicy: policyKinds,
  SSESpecification: { members: { KMSMasterKeyId: 'text' } },
  TableClass: 'text',
  Tags: { list: { members: { Key: 'text', Value: 'text' } } },
} as const satisfies Kinds;

const globalKinds = {
  ...sharedKinds,
  ...readKinds,
  ...writeKinds,
  GlobalSecondaryIndexes: {
    list: {
      members: {
        ...readKinds,
        ...writeKinds,
        IndexName: 'text',
        KeySchema: keySchemaKinds,
        Projection: projectionKinds,
        WarmThroughput: warmKinds,
      },
    },
  },
  MultiRegionConsistency: 'text',
  Replicas: { list: { members: replicaKinds } },
  SSESpecification: { members: { SSEEnabled: 'flag', SSEType: 'text' } },
} as const satisfies Kinds;

type GlobalTable = Values<typeof globalKinds>;
type Replica = Values<typeof replicaKinds>;
type Reads = Values<typeof replicaReadKinds>;
type Capacity = Reads & Values<typeof writeKinds>;
type GlobalIndex = NonNullable<GlobalTable['GlobalSecondaryIndexes']>[number];
type AutoScaling = Values<(typeof scalingKinds)['members']>;

const ownTable = tableResource({
  type: 'AWS::DynamoDB::GlobalTable',
  properties: globalKinds,
  refused: {
    GlobalTableSourceArn: 'replicas of other accounts are not emulated',
    GlobalTableWitnesses: 'strong consistency between regions is not emulated',
    VectorIndexes: 'indexes of vectors are not emulated',
  },
  attributes: ['Arn', 'StreamArn', 'TableId'],
  read: (p, context): TableProperties => tableProperties(asTable(p, context)),
});

/**
 * What CDK's `TableV2` makes: a table in the stack's region, and its replicas in others, which have its settings.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
 */
export const globalTable: DeclaredType = {
  ...ownTable,
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
const regionsOf = (properties: Properties, context: ResourceContext): string[] =>
  (readWherePossible({ Replicas: globalKinds.Replicas }, properties, context).Replicas ?? []).flatMap(({ Region }) =>
    Region === undefined || Region === context.region ? [] : [Region],
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

function asTable(global: GlobalTable, context: ResourceContext): Properties {
  const replica = ownReplica(global, context);
  const shared = Object.entries(global).filter(([name]) => Object.hasOwn(sharedKinds, name));
  const isProvisioned = global.BillingMode === 'PROVISIONED';
  const {
    GlobalSecondaryIndexes: replicaIndexes,
    Region: _region,
    ReadProvisionedThroughputSettings: _provisioned,
    ReadOnDemandThroughputSettings: _onDemand,
    SSESpecification: replicaEncryption,
    ReplicaStreamSpecification: replicaStream,
    ...settings
  } = replica;
  if (global.MultiRegionConsistency !== undefined && global.MultiRegionConsistency !== 'EVENTUAL') {
    throw new UnsupportedError('AWS::DynamoDB::GlobalTable with strong consistency between regions');
  }
  return {
    ...Object.fromEntries(shared),
    ...settings,
    ...(global.StreamSpecification && { StreamSpecification: { ...global.StreamSpecification, ...replicaStream } }),
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

function ownReplica({ Replicas: replicas = [] }: GlobalTable, context: ResourceContext): Replica {
  const replica = replicas.find(({ Region }) => Region === context.region);
  if (!replica) throw new UnsupportedError('AWS::DynamoDB::GlobalTable without a replica in the region of its stack');
  for (const member of replicas.flatMap((each) => Object.keys(each))) {
    if (!Object.hasOwn(replicaKinds, member))
      throw new UnsupportedError(`AWS::DynamoDB::GlobalTable with Replicas.${member}`);
  }
  return replica;
}

type ReplicaIndex = NonNullable<Replica['GlobalSecondaryIndexes']>[number];

function asIndex(index: GlobalIndex, own: Partial<ReplicaIndex>, isProvisioned: boolean) {
  const { IndexName, KeySchema, Projection, WarmThroughput } = index;
  return {
    IndexName,
    KeySchema,
    Projection,
    ...(WarmThroughput && { WarmThroughput }),
    ...(own.ContributorInsightsSpecification && {
      ContributorInsightsSpecification: own.ContributorInsightsSpecification,
    }),
    ...capacityOf([index, own], isProvisioned),
  };
}

/** Later settings win: a replica's over those of the whole table. Auto scaling stays where it begins. */
function capacityOf(settings: readonly Capacity[], isProvisioned: boolean) {
  const last = <Value>(pick: (one: Capacity) => Value | undefined): Value | undefined =>
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
