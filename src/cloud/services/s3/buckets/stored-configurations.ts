import type {
  AnalyticsConfiguration,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  MetricsConfiguration,
} from '@aws-sdk/client-s3';
import { invalidArgument, invalidDestinationBucket, malformedXml } from '../errors.ts';

const formats: ReadonlySet<string | undefined> = new Set(['CSV', 'ORC', 'Parquet']);
const frequencies: ReadonlySet<string | undefined> = new Set(['Daily', 'Weekly']);
const objectVersions: ReadonlySet<string | undefined> = new Set(['All', 'Current']);
/** AWS: days that an object is not read ahead of the tier. */
const daysMin: Readonly<Record<string, number>> = { ARCHIVE_ACCESS: 90, DEEP_ARCHIVE_ACCESS: 180 };
const daysMax = 730;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html */
export function assertInventory(configuration: InventoryConfiguration): void {
  const { Destination, Schedule, IncludedObjectVersions, IsEnabled } = configuration;
  const target = Destination?.S3BucketDestination;
  if (!target || IsEnabled === undefined) throw malformedXml();
  if (!formats.has(target.Format) || !frequencies.has(Schedule?.Frequency)) throw malformedXml();
  if (!objectVersions.has(IncludedObjectVersions)) throw malformedXml();
  assertBucketArn(target.Bucket);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html */
export function assertAnalytics({ StorageClassAnalysis: analysis, Filter }: AnalyticsConfiguration): void {
  if (!analysis) throw malformedXml();
  assertOneCondition(Filter);
  const { DataExport } = analysis;
  if (!DataExport) return;
  const target = DataExport.Destination?.S3BucketDestination;
  if (!target || DataExport.OutputSchemaVersion !== 'V_1' || target.Format !== 'CSV') throw malformedXml();
  assertBucketArn(target.Bucket);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html */
export const assertMetrics = ({ Filter }: MetricsConfiguration): void => assertOneCondition(Filter);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html */
export function assertTiering({ Filter, Status, Tierings = [] }: IntelligentTieringConfiguration): void {
  assertOneCondition(Filter);
  if ((Status !== 'Enabled' && Status !== 'Disabled') || Tierings.length === 0) throw malformedXml();
  for (const { AccessTier = '', Days = 0 } of Tierings) {
    const least = daysMin[AccessTier];
    if (least === undefined) throw malformedXml();
    if (Days >= least && Days <= daysMax) continue;
    throw invalidArgument(`'Days' for ${AccessTier} must be between ${least} and ${daysMax}`, 'Days', Days);
  }
}

function assertBucketArn(arn: string | undefined): void {
  if (!/^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]+$/.test(arn ?? '')) throw invalidDestinationBucket();
}

/** Several conditions stand in `And`. */
function assertOneCondition(filter: object | undefined): void {
  if (Object.values(filter ?? {}).filter((value) => value !== undefined).length > 1) throw malformedXml();
}
