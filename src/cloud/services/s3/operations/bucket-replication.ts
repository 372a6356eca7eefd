import type { GetBucketReplicationOutput, PutBucketReplicationRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { deleteSetting, getSetting } from '../buckets/setting.ts';
import { assertReplication } from '../replication/replication-rules.ts';
import type { S3State } from '../state.ts';

const idCharacters = 48;

/** Rules that have no id get one. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html */
export const putBucketReplication: Operation<Given<PutBucketReplicationRequest>, object, S3State> = (
  state,
  input,
  context,
) => {
  const bucket = findBucket(state, input, context);
  const { Role, Rules = [] } = input.ReplicationConfiguration;
  assertReplication(state, bucket, input.ReplicationConfiguration);
  const rules = Rules.map((rule) => ({ ...rule, ID: rule.ID || context.random.text(idCharacters) }));
  state.buckets.set(bucket.name, { ...bucket, replication: { Role, Rules: rules } });
  return {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html */
export const getBucketReplication = getSetting(
  'replication',
  (ReplicationConfiguration): GetBucketReplicationOutput => ({ ReplicationConfiguration }),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketReplication.html */
export const deleteBucketReplication = deleteSetting('replication');
