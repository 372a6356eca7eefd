import type {
  DefaultRetention,
  GetObjectLegalHoldOutput,
  GetObjectLegalHoldRequest,
  GetObjectLockConfigurationOutput,
  GetObjectRetentionOutput,
  GetObjectRetentionRequest,
  PutObjectLegalHoldRequest,
  PutObjectLockConfigurationRequest,
  PutObjectRetentionRequest,
} from '@aws-sdk/client-s3';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { getSetting, putSetting } from '../buckets/setting.ts';
import { invalidArgument, invalidBucketState, malformedXml, noSuchObjectLock } from '../errors.ts';
import { noteLifecycle } from '../lifecycle/sweep.ts';
import { findObjectWithSettings } from '../objects/find-object.ts';
import { assertLockable, nextRetention } from '../objects/object-lock.ts';
import { replaceVersion } from '../objects/versions.ts';
import type { S3State } from '../state.ts';

const daysMax = 36_500;
const yearsMax = 100;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html */
export const putObjectLockConfiguration = putSetting<Given<PutObjectLockConfigurationRequest>>((input, bucket) => {
  const { ObjectLockEnabled, Rule } = input.ObjectLockConfiguration ?? {};
  if (ObjectLockEnabled !== 'Enabled') throw malformedXml();
  if (bucket.versioning !== 'Enabled') {
    throw invalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
  }
  if (!Rule) return { objectLock: {} };
  if (!Rule.DefaultRetention) throw malformedXml();
  assertDefaultRetention(Rule.DefaultRetention);
  return { objectLock: { DefaultRetention: Rule.DefaultRetention } };
});

function assertDefaultRetention({ Mode, Days, Years }: DefaultRetention): void {
  if (Mode !== 'GOVERNANCE' && Mode !== 'COMPLIANCE') throw malformedXml();
  if ((Days === undefined) === (Years === undefined)) throw malformedXml();
  const period = Days ?? Years ?? 0;
  const name = Days === undefined ? 'years' : 'days';
  if (period <= 0) throw invalidArgument('Default retention period must be a positive integer value.', name, period);
  if (period > (Days === undefined ? yearsMax : daysMax)) {
    throw invalidArgument('Default retention period too large.', name, period);
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export const getObjectLockConfiguration = getSetting(
  'objectLock',
  ({ DefaultRetention: retention }): GetObjectLockConfigurationOutput => ({
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      ...(retention && { Rule: { DefaultRetention: retention } }),
    },
  }),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export const putObjectRetention: Operation<Given<PutObjectRetentionRequest>, object, S3State> = (
  state,
  input,
  context,
) => {
  const object = lockable(state, input, context, 'PUT');
  if (!input.Retention) throw malformedXml();
  const mayBypass = input.BypassGovernanceRetention ?? false;
  const retention = nextRetention(input.Retention, object.lock?.retention, mayBypass, context.clock.now());
  const { retention: _, ...rest } = object.lock ?? {};
  replaceVersion(state, input.Bucket, { ...object, lock: { ...rest, ...(retention && { retention }) } });
  noteLifecycle(state, input.Bucket, input.Key, context);
  return {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export const getObjectRetention: Operation<Given<GetObjectRetentionRequest>, GetObjectRetentionOutput, S3State> = (
  state,
  input,
  context,
) => {
  const retention = lockable(state, input, context, 'GET').lock?.retention;
  if (!retention) throw noSuchObjectLock();
  return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.untilMs) } };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export const putObjectLegalHold: Operation<Given<PutObjectLegalHoldRequest>, object, S3State> = (
  state,
  input,
  context,
) => {
  const object = lockable(state, input, context, 'PUT');
  const legalHold = input.LegalHold?.Status;
  if (legalHold !== 'ON' && legalHold !== 'OFF') throw malformedXml();
  replaceVersion(state, input.Bucket, { ...object, lock: { ...object.lock, legalHold } });
  noteLifecycle(state, input.Bucket, input.Key, context);
  return {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export const getObjectLegalHold: Operation<Given<GetObjectLegalHoldRequest>, GetObjectLegalHoldOutput, S3State> = (
  state,
  input,
  context,
) => {
  const legalHold = lockable(state, input, context, 'GET').lock?.legalHold;
  if (!legalHold) throw noSuchObjectLock();
  return { LegalHold: { Status: legalHold } };
};

function lockable(state: S3State, input: Given<GetObjectRetentionRequest>, context: Context, method: 'GET' | 'PUT') {
  const bucket = findBucket(state, input, context);
  const object = findObjectWithSettings(state, input, method);
  assertLockable(bucket);
  return object;
}
