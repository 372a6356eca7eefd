import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';
import type { Bucket, ObjectVersion, S3State } from '../state.ts';

const rulesMax = 1000;

/**
 * Throws what S3 says to a replication that cannot be.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
 */
export function assertReplication(state: S3State, bucket: Bucket, replication: ReplicationConfiguration): void {
  const { Role, Rules = [] } = replication;
  if (bucket.versioning !== 'Enabled') {
    throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  }
  if (!Role || Rules.length === 0 || Rules.length > rulesMax) throw malformedXml();
  const ids = Rules.flatMap(({ ID }) => (ID === undefined ? [] : [ID]));
  if (new Set(ids).size < ids.length) {
    throw invalidArgument('Rule Id must be unique. Found same Id for one or more rules', 'ID', ids[0]);
  }
  for (const rule of Rules) assertRule(state, rule);
}

const newSchema =
  'must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.';

function assertRule(state: S3State, rule: ReplicationRule): void {
  const { DeleteMarkerReplication, Destination, Filter, Prefix, Priority, Status } = rule;
  if ((Status !== 'Enabled' && Status !== 'Disabled') || !Destination?.Bucket) throw malformedXml();
  if (Filter && Prefix !== undefined) throw malformedXml();
  if (Filter && Priority === undefined) throw invalidRequest(`Priority ${newSchema}`);
  if (Filter && !DeleteMarkerReplication) throw invalidRequest(`DeleteMarkerReplication ${newSchema}`);
  if (Destination.Account !== undefined) throw new UnsupportedError('S3 replication to another account');
  const destination = state.buckets.get(destinationOf(rule));
  if (!destination) throw invalidRequest('Destination bucket must exist.');
  if (destination.versioning !== 'Enabled') throw invalidRequest('Destination bucket must have versioning enabled.');
}

/** The name in the ARN of the bucket to which a rule copies. */
export function destinationOf({ Destination }: ReplicationRule): string {
  const arn = Destination?.Bucket ?? '';
  const name = /^arn:[^:]+:s3:::([^/:]+)$/.exec(arn)?.[1];
  if (name === undefined) throw invalidArgument('Invalid bucket ARN', 'Bucket', arn);
  return name;
}

/** The rules that copy a version: of several for one destination, that of the highest priority. */
export function rulesFor(bucket: Bucket, version: ObjectVersion): ReplicationRule[] {
  const fitting = (bucket.replication?.Rules ?? []).filter((rule) => rule.Status === 'Enabled' && fits(rule, version));
  const byDestination = new Map<string, ReplicationRule>();
  for (const rule of fitting) {
    const name = destinationOf(rule);
    if ((byDestination.get(name)?.Priority ?? -1) < (rule.Priority ?? 0)) byDestination.set(name, rule);
  }
  return [...byDestination.values()];
}

function fits(rule: ReplicationRule, version: ObjectVersion): boolean {
  const { Filter, Prefix } = rule;
  const tags = [...(Filter?.Tag ? [Filter.Tag] : []), ...(Filter?.And?.Tags ?? [])];
  const prefix = Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '';
  if (!version.key.startsWith(prefix)) return false;
  if (version.kind === 'marker') return copiesMarkers(rule) && tags.length === 0;
  if (version.encryption.keyArn !== undefined && !copiesKmsObjects(rule)) return false;
  return tags.every(({ Key = '', Value }) => Object.hasOwn(version.tags, Key) && version.tags[Key] === Value);
}

/** Rules of the older schema, which have no filter, do so without being asked. */
const copiesMarkers = ({ DeleteMarkerReplication, Filter }: ReplicationRule): boolean =>
  DeleteMarkerReplication ? DeleteMarkerReplication.Status === 'Enabled' : Filter === undefined;

const copiesKmsObjects = ({ SourceSelectionCriteria: criteria }: ReplicationRule): boolean =>
  criteria?.SseKmsEncryptedObjects?.Status === 'Enabled';
