import type { MetricsConfiguration, StorageClass } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/errors.ts';
import {
  type Count,
  countedLatency,
  dimensionsOf,
  type EndedCall,
  type ServiceMetrics,
} from '../../service-kit/service-metrics.ts';
import type { Bucket, S3State } from './state.ts';

const dayMs = 24 * 60 * 60 * 1000;

const ofFilter = dimensionsOf('BucketName', 'FilterId');
const ofStorage = dimensionsOf('BucketName', 'StorageType');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html */
export const s3Metrics: ServiceMetrics<S3State> = {
  namespace: 'AWS/S3',
  principal: 's3.amazonaws.com',
  ofCall(call, count, durationMs, state) {
    const { Bucket: name, Key: key } = call.input as { readonly Bucket?: string; readonly Key?: string };
    const configured = name === undefined ? undefined : state().buckets.get(name)?.configurations?.metrics;
    if (!configured || name === undefined) return;
    for (const [id, configuration] of Object.entries(configured)) {
      if (!isMeant(configuration as MetricsConfiguration, key)) continue;
      const dimensions = ofFilter(name, id);
      countRequest(call, durationMs(), (metric, value, unit) => count(metric, value, unit, dimensions));
    }
  },
  measure(state, { region }, nowMs, count) {
    const dayStartMs = Math.floor(nowMs / dayMs) * dayMs;
    for (const bucket of state.buckets.values()) {
      if (bucket.region === region && bucket.createdMs < dayStartMs) measureBucket(state, bucket, dayStartMs, count);
    }
  },
};

/** A filter means objects, by the beginning of their keys; filters by tags and access points count nothing here. */
function isMeant({ Filter }: MetricsConfiguration, key: string | undefined): boolean {
  if (!Filter) return true;
  const {
    Tags: tags = [],
    AccessPointArn: accessPoint,
    Prefix: prefix,
  } = Filter.And ?? (Filter as NonNullable<typeof Filter.And>);
  if (tags.length > 0 || accessPoint !== undefined || Filter.Tag) return false;
  return key?.startsWith(prefix ?? '') ?? false;
}

/** Which kind of request an operation is; what is not here counts among all requests alone. */
const kinds: Readonly<Record<string, string>> = {
  GetObject: 'GetRequests',
  HeadObject: 'HeadRequests',
  HeadBucket: 'HeadRequests',
  PutObject: 'PutRequests',
  CopyObject: 'PutRequests',
  UploadPart: 'PutRequests',
  UploadPartCopy: 'PutRequests',
  DeleteObject: 'DeleteRequests',
  DeleteObjects: 'DeleteRequests',
  CreateMultipartUpload: 'PostRequests',
  CompleteMultipartUpload: 'PostRequests',
  ListObjects: 'ListRequests',
  ListObjectsV2: 'ListRequests',
  ListObjectVersions: 'ListRequests',
};

function countRequest(
  { operation, input, output, error }: EndedCall,
  latencyMs: number,
  count: (metric: string, value: number, unit: Parameters<Count>[2]) => void,
): void {
  const kind = kinds[operation];
  count('AllRequests', 1, 'Count');
  if (kind !== undefined) count(kind, 1, 'Count');
  const status = error instanceof AwsError ? (error.status ?? 400) : error === undefined ? 200 : 500;
  count('4xxErrors', status >= 400 && status < 500 ? 1 : 0, 'Count');
  count('5xxErrors', status >= 500 ? 1 : 0, 'Count');
  const ms = countedLatency(latencyMs);
  count('FirstByteLatency', ms, 'Milliseconds');
  count('TotalRequestLatency', ms, 'Milliseconds');
  const { ContentLength: downloaded } = (output ?? {}) as { readonly ContentLength?: number };
  if (operation === 'GetObject' && downloaded !== undefined) count('BytesDownloaded', downloaded, 'Bytes');
  const { Body: body } = input as { readonly Body?: { readonly byteLength?: number } };
  if (body?.byteLength !== undefined) count('BytesUploaded', body.byteLength, 'Bytes');
}

/** What the dimension StorageType says of a class. */
const storageTypes: Readonly<Partial<Record<StorageClass, string>>> = {
  DEEP_ARCHIVE: 'DeepArchiveStorage',
  GLACIER: 'GlacierStorage',
  GLACIER_IR: 'GlacierInstantRetrievalStorage',
  INTELLIGENT_TIERING: 'IntelligentTieringFAStorage',
  ONEZONE_IA: 'OneZoneIAStorage',
  REDUCED_REDUNDANCY: 'ReducedRedundancyStorage',
  STANDARD_IA: 'StandardIAStorage',
};

/** The day that was told last, by where it is told to, which is new in every world, and the bucket. */
const toldDays = new WeakMap<Count, Map<string, number>>();

/** Once a day, for its beginning: all versions, and the parts of uploads that go on. */
function measureBucket(state: S3State, { name }: Bucket, dayStartMs: number, count: Count): void {
  const versions = state.versions(name);
  const told = toldDays.get(count) ?? new Map<string, number>();
  if (told.get(name) === dayStartMs) return;
  toldDays.set(count, told.set(name, dayStartMs));
  const bytes = new Map<string, number>();
  const add = (type: string, size: number) => bytes.set(type, (bytes.get(type) ?? 0) + size);
  for (const version of versions.values()) {
    if (version.kind === 'object')
      add(storageTypes[version.storageClass ?? 'STANDARD'] ?? 'StandardStorage', version.size);
  }
  for (const id of state.uploads(name).keys()) {
    for (const { size } of state.parts(id).values()) add('StandardStorage', size);
  }
  for (const [type, size] of bytes) count('BucketSizeBytes', size, 'Bytes', ofStorage(name, type), dayStartMs);
  count('NumberOfObjects', versions.size, 'Count', ofStorage(name, 'AllStorageTypes'), dayStartMs);
}
