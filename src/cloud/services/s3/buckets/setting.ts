import type { Context, Operation } from '../../../service-kit/contract.ts';
import { absent } from '../errors.ts';
import type { Bucket, S3State } from '../state.ts';
import { findBucket } from './find-bucket.ts';

/** How inputs name a bucket. */
export interface Addressed {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** Most settings of a bucket are put, got and deleted alike; what is put is checked by `read`. */
export function putSetting<Input extends Addressed>(
  read: (input: Input, bucket: Bucket, context: Context) => Partial<Bucket>,
): Operation<Input, object, S3State> {
  return (state, input, context) => {
    const bucket = findBucket(state, input, context);
    state.buckets.set(bucket.name, { ...bucket, ...read(input, bucket, context) });
    return {};
  };
}

type Absent = Parameters<typeof absent>[0];

/** Throws the setting's own code when it is not there. */
export function getSetting<Name extends Absent & keyof Bucket, Output>(
  name: Name,
  describe: (value: NonNullable<Bucket[Name]>) => Output,
): Operation<Addressed, Output, S3State> {
  return (state, input, context) => {
    const bucket = findBucket(state, input, context);
    const value = bucket[name];
    if (value === undefined || value === null) throw absent(name, bucket.name);
    return describe(value);
  };
}

/** Deleting what is not there is no mistake. */
export function deleteSetting(name: keyof Bucket): Operation<Addressed, object, S3State> {
  return (state, input, context) => {
    const { [name]: _, ...bucket } = findBucket(state, input, context);
    state.buckets.set(input.Bucket, bucket as Bucket);
    return {};
  };
}
