import { isDeepStrictEqual } from 'node:util';
import type {
  DescribeTableCommandOutput,
  DescribeTimeToLiveCommandOutput,
  ListTagsOfResourceCommandOutput,
  Tag,
} from '@aws-sdk/client-dynamodb';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { updateStoredSettings } from './stored-settings.ts';
import type { TableProperties } from './table-properties.ts';

/** Brings about what has operations of its own: time to live, point-in-time recovery, tags, and what is kept alone. */
export async function updateSettings(
  name: string,
  before: TableProperties,
  after: TableProperties,
  context: ResourceContext,
): Promise<void> {
  await updateTimeToLive(name, before, after, context);
  await updateRecovery(name, before, after, context);
  await updateTags(name, before, after, context);
  await updateStoredSettings(name, before, after, context);
}

/** The attribute cannot be changed in place: off with the old one, on with the new one. */
async function updateTimeToLive(
  name: string,
  before: TableProperties,
  after: TableProperties,
  context: ResourceContext,
): Promise<void> {
  const wanted = enabledAttribute(after);
  if (enabledAttribute(before) === wanted) return;
  // An update that failed may not have come this far: what is there decides.
  const old = await liveAttribute(name, context);
  if (old === wanted) return;
  const set = (Enabled: boolean, AttributeName: string) =>
    context.call('dynamodb', 'UpdateTimeToLive', {
      TableName: name,
      TimeToLiveSpecification: { Enabled, AttributeName },
    });
  if (old !== undefined) await set(false, old);
  if (wanted !== undefined) await set(true, wanted);
}

const enabledAttribute = ({ TimeToLiveSpecification: setting }: TableProperties): string | undefined =>
  setting?.Enabled ? setting.AttributeName : undefined;

async function liveAttribute(name: string, context: ResourceContext): Promise<string | undefined> {
  const { TimeToLiveDescription: live } = await context.call<DescribeTimeToLiveCommandOutput>(
    'dynamodb',
    'DescribeTimeToLive',
    { TableName: name },
  );
  return live?.TimeToLiveStatus === 'ENABLED' ? live.AttributeName : undefined;
}

async function updateRecovery(
  name: string,
  before: TableProperties,
  after: TableProperties,
  context: ResourceContext,
): Promise<void> {
  const off = { PointInTimeRecoveryEnabled: false };
  const wanted = after.PointInTimeRecoverySpecification ?? off;
  if (isDeepStrictEqual(before.PointInTimeRecoverySpecification ?? off, wanted)) return;
  await context.call('dynamodb', 'UpdateContinuousBackups', {
    TableName: name,
    PointInTimeRecoverySpecification: wanted.PointInTimeRecoveryEnabled ? wanted : off,
  });
}

async function updateTags(
  name: string,
  before: TableProperties,
  after: TableProperties,
  context: ResourceContext,
): Promise<void> {
  const Tags = tagsOf(after, context);
  const kept = new Set(Tags.map((tag) => tag.Key));
  const TagKeys = (before.Tags ?? []).flatMap(({ Key = '' }) => (kept.has(Key) ? [] : [Key]));
  const { Table } = await context.call<DescribeTableCommandOutput>('dynamodb', 'DescribeTable', { TableName: name });
  const ResourceArn = Table?.TableArn;
  // What the stack's tags were is not told; what the table has is.
  const { Tags: live = [] } = await context.call<ListTagsOfResourceCommandOutput>('dynamodb', 'ListTagsOfResource', {
    ResourceArn,
  });
  const values = new Map(live.map(({ Key, Value }) => [Key, Value]));
  // CloudFormation's own never change, and are not told.
  const added = Tags.filter(({ Key = '', Value }) => values.get(Key) !== Value && !Key.startsWith('aws:'));
  if (TagKeys.length > 0) await context.call('dynamodb', 'UntagResource', { ResourceArn, TagKeys });
  if (added.length > 0) await context.call('dynamodb', 'TagResource', { ResourceArn, Tags: added });
}

/** The stack's tags and its own; its own win. */
export function tagsOf(properties: TableProperties, context: ResourceContext): Tag[] {
  const own = (properties.Tags ?? []).map(({ Key, Value }): [string, string] => [Key ?? '', Value ?? '']);
  return Object.entries({ ...context.tags, ...Object.fromEntries(own) }).map(([Key, Value]) => ({ Key, Value }));
}
