import type {
  AnalyticsConfiguration,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  MetricsConfiguration,
} from '@aws-sdk/client-s3';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import type { Addressed } from '../buckets/setting.ts';
import { assertAnalytics, assertInventory, assertMetrics, assertTiering } from '../buckets/stored-configurations.ts';
import { idMismatch, invalidArgument, noSuchConfiguration, tooManyConfigurations } from '../errors.ts';
import type { Bucket, ConfigurationKind, S3State } from '../state.ts';

/* Configurations of which a bucket has several, by id: kept and told, nothing is reported and no object is moved. */

const configurationsMax = 1000;
const pageMax = 100;

interface AddressedById extends Addressed {
  readonly Id: string;
}

interface Listing extends Addressed {
  readonly ContinuationToken?: string | undefined;
}

/** The four operations on one kind of configuration, which is named `member` in inputs and outputs. */
function operationsOn<Member extends string, Configuration extends { readonly Id: string | undefined }>(
  kind: ConfigurationKind,
  member: Member,
  assert: (configuration: Configuration) => void,
) {
  type Named = Readonly<Record<Member, Configuration>>;
  const all = (bucket: Bucket) => bucket.configurations?.[kind] ?? {};
  const set = (state: S3State, bucket: Bucket, configurations: Readonly<Record<string, unknown>>) =>
    state.buckets.set(bucket.name, {
      ...bucket,
      configurations: { ...bucket.configurations, [kind]: configurations },
    });
  const take = (state: S3State, input: AddressedById, context: Context) => {
    const bucket = findBucket(state, input, context);
    if (!Object.hasOwn(all(bucket), input.Id)) throw noSuchConfiguration();
    return { bucket, configuration: all(bucket)[input.Id] as Configuration };
  };
  const put: Operation<AddressedById & Named, object, S3State> = (state, input, context) => {
    const bucket = findBucket(state, input, context);
    const configuration: Configuration = input[member];
    if (configuration.Id !== input.Id) throw idMismatch();
    assert(configuration);
    const next = { ...all(bucket), [input.Id]: configuration };
    if (Object.keys(next).length > configurationsMax) throw tooManyConfigurations();
    set(state, bucket, next);
    return {};
  };
  const get: Operation<AddressedById, object, S3State> = (state, input, context) => ({
    [member]: take(state, input, context).configuration,
  });
  const list: Operation<Listing, object, S3State> = (state, input, context) => {
    const entries = Object.entries(all(findBucket(state, input, context))).sort(([a], [b]) => (a < b ? -1 : 1));
    const { ContinuationToken } = input;
    const { items, next } = pageOf(entries, {
      limit: pageMax,
      token: ContinuationToken,
      keyOf: ([id]) => id,
      invalidToken: () =>
        invalidArgument('The continuation token provided is incorrect', 'continuation-token', ContinuationToken),
    });
    return {
      IsTruncated: next !== undefined,
      ...(ContinuationToken !== undefined && { ContinuationToken }),
      ...(next !== undefined && { NextContinuationToken: next }),
      ...(items.length > 0 && { [`${member}List`]: items.map(([, configuration]) => configuration) }),
    };
  };
  const remove: Operation<AddressedById, object, S3State> = (state, input, context) => {
    const { bucket } = take(state, input, context);
    const { [input.Id]: _, ...rest } = all(bucket);
    set(state, bucket, rest);
    return {};
  };
  return { put, get, list, remove };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html */
export const inventory = operationsOn<'InventoryConfiguration', InventoryConfiguration>(
  'inventory',
  'InventoryConfiguration',
  assertInventory,
);
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/analytics-storage-class.html */
export const analytics = operationsOn<'AnalyticsConfiguration', AnalyticsConfiguration>(
  'analytics',
  'AnalyticsConfiguration',
  assertAnalytics,
);
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-configurations.html */
export const metrics = operationsOn<'MetricsConfiguration', MetricsConfiguration>(
  'metrics',
  'MetricsConfiguration',
  assertMetrics,
);
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering.html */
export const tiering = operationsOn<'IntelligentTieringConfiguration', IntelligentTieringConfiguration>(
  'tiering',
  'IntelligentTieringConfiguration',
  assertTiering,
);
