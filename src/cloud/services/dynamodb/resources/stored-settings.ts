import { isDeepStrictEqual } from 'node:util';
import type {
  DescribeContributorInsightsCommandOutput,
  DescribeKinesisStreamingDestinationCommandOutput,
  DescribeTableCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone } from '../../../service-kit/properties.ts';
import type { ContributorInsights, TableProperties } from './table-properties.ts';

/** Contributor insights, the Kinesis destination, and policies of the table and its stream: each has operations of its own. */
export async function updateStoredSettings(
  name: string,
  before: TableProperties,
  after: TableProperties,
  context: ResourceContext,
): Promise<void> {
  await updateInsights(name, before.ContributorInsightsSpecification, after.ContributorInsightsSpecification, context);
  for (const index of after.GlobalSecondaryIndexes ?? []) {
    const old = before.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
    const [was, wanted] = [old?.ContributorInsightsSpecification, index.ContributorInsightsSpecification];
    await updateInsights(name, was, wanted, context, index.IndexName);
  }
  await updateDestination(name, before, after, context);
  await updatePolicies(name, before, after, context);
}

/** What is there decides: an update that failed may not have come this far. */
async function updateInsights(
  TableName: string,
  before: ContributorInsights | undefined,
  after: ContributorInsights | undefined,
  context: ResourceContext,
  IndexName?: string,
): Promise<void> {
  if (isDeepStrictEqual(before ?? { Enabled: false }, after ?? { Enabled: false })) return;
  const owner = { TableName, ...(IndexName !== undefined && { IndexName }) };
  const live = await context.call<DescribeContributorInsightsCommandOutput>(
    'dynamodb',
    'DescribeContributorInsights',
    owner,
  );
  const isEnabled = live.ContributorInsightsStatus === 'ENABLED';
  if (!after?.Enabled && !isEnabled) return;
  await context.call('dynamodb', 'UpdateContributorInsights', {
    ...owner,
    ContributorInsightsAction: after?.Enabled ? 'ENABLE' : 'DISABLE',
    ...(after?.Enabled && after.Mode !== undefined && { ContributorInsightsMode: after.Mode }),
  });
}

async function updateDestination(
  TableName: string,
  { KinesisStreamSpecification: before }: TableProperties,
  { KinesisStreamSpecification: after }: TableProperties,
  context: ResourceContext,
): Promise<void> {
  if (isDeepStrictEqual(before, after)) return;
  const { KinesisDataStreamDestinations: live = [] } =
    await context.call<DescribeKinesisStreamingDestinationCommandOutput>(
      'dynamodb',
      'DescribeKinesisStreamingDestination',
      { TableName },
    );
  for (const { StreamArn, DestinationStatus } of live) {
    if (DestinationStatus !== 'ACTIVE') continue;
    await context.call('dynamodb', 'DisableKinesisStreamingDestination', { TableName, StreamArn });
  }
  if (!after) return;
  const { StreamArn, ApproximateCreationDateTimePrecision } = after;
  await context.call('dynamodb', 'EnableKinesisStreamingDestination', {
    TableName,
    StreamArn,
    ...(ApproximateCreationDateTimePrecision !== undefined && {
      EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision },
    }),
  });
}

async function updatePolicies(
  TableName: string,
  before: TableProperties,
  after: TableProperties,
  context: ResourceContext,
): Promise<void> {
  const policies = [
    before.ResourcePolicy,
    after.ResourcePolicy,
    before.StreamSpecification?.ResourcePolicy,
    after.StreamSpecification?.ResourcePolicy,
  ].map((policy) => policy?.PolicyDocument);
  if (policies.every((policy) => policy === undefined)) return;
  const { Table } = await context.call<DescribeTableCommandOutput>('dynamodb', 'DescribeTable', { TableName });
  const [oldTable, newTable, oldStream, newStream] = policies;
  await setPolicy(Table?.TableArn, oldTable, newTable, context);
  await setPolicy(Table?.LatestStreamArn, oldStream, newStream, context);
}

async function setPolicy(
  ResourceArn: string | undefined,
  before: string | undefined,
  Policy: string | undefined,
  context: ResourceContext,
): Promise<void> {
  if (ResourceArn === undefined) return;
  if (Policy !== undefined) await context.call('dynamodb', 'PutResourcePolicy', { ResourceArn, Policy });
  else if (before !== undefined) {
    await unlessGone(context.call('dynamodb', 'DeleteResourcePolicy', { ResourceArn }), 'ResourceNotFoundException');
  }
}
